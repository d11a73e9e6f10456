"""The rules by which requirements are judged: one module for each rule, registered in `judging/catalogue.py`."""
