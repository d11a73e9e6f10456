"""Tasks: what is due, by which day, for whom. The pages and the calendars both read them. Pure."""
