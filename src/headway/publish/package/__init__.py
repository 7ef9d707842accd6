"""Open data: tables, the endpoints existing Open SDG consumers use, a data package."""
