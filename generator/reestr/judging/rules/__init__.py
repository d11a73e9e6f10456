"""The rules that judge requirements: one module for each rule, registered in `judging/catalogue.py`."""
