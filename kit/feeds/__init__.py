"""Calendars kept elsewhere: fetched safely, read in a process of their own, and told as nothing but busy times."""
