"""The command line: the same actions and queries as the pages, for the office's own scripts and for operators."""
