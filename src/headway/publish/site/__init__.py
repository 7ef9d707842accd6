"""The site: pages are files, readable from disk, from a sub-path and without scripts."""
