"""The committee's annex: what it says, how it compares, and what makes it a real Word document."""
