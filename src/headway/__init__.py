"""Headway: national and local reviews of the Sustainable Development Goals."""
