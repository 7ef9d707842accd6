"""A review's folder: makes and opens it, pins its sources, builds the finished review."""
