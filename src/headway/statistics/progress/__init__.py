"""Progress towards a target: one module per published method.

Each offers `assess(years, values, expectation…, edition) -> Progress`.
"""
