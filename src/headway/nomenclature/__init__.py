"""What the Goals are and what experts decided about them, as data with a loader.

Every file under `data/` can be corrected without reading Python; each row
names its source and, where it is a judgement, its reason. Everything is
checked as it is loaded.
"""
