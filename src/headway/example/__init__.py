"""A fictional country for `headway demo`: a seeded source in the Open SDG layout.

Meridia and its city Alder do not exist. Their numbers are drawn from what
stands in `indicators/*.toml`, and `faults.toml` spoils some rows on purpose: a
newcomer should see how Headway reports what real files do, without a real
office being blamed for it.
"""

from headway.example.write import write_example

__all__ = ["write_example"]
