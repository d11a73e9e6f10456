"""What is due, by which day and for whom: the one place that says so, for pages and for calendars. Pure."""
