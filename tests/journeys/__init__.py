"""A user's task from end to end, in a real browser."""
