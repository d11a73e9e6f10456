"""Measures what the tests let through: changes the code in one place at a time and runs the tests that can notice.

`python -m tests.mutation` examines the parts of `scope.py`; with names of modules (`registry/calendar.py`) it examines
only those. It fails if the tests notice less than `WANTED` of the changes of a part. A change that makes no difference
anybody could notice is listed in `equivalent.yaml` with the reason.

mutmut leaves out decorated functions and everything outside functions, so most of the calendar and every pattern;
cosmic-ray writes the changes into the checkout and starts pytest for each of them.
"""
