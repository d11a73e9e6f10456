"""What is known: frozen facts of the city, the calendar, canonical addresses. Imports nothing of ours."""
