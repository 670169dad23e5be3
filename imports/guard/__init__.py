"""The guard before every uploaded workbook: what it may be, how it is scanned, and the child that does it."""
