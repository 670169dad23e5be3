"""The command line, as an office's scripts and an operator use it."""
