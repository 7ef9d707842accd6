"""From indicators to targets, goals and the whole: each method by its publisher's own rule, and by none where it has none."""

from headway.assess.rollup.all_areas import rollups

__all__ = ["rollups"]
