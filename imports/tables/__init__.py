"""How a table is found on a sheet and its rows are told apart: by what they are, never by their addresses."""
