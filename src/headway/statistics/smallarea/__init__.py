"""Figures for areas with few respondents or none, by models that borrow strength, with their errors."""
