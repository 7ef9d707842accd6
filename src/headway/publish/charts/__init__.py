"""Charts as Vega-Lite specifications: plain dictionaries made by small pure functions, one file a chart.

A specification names its tables and its colours and holds neither: the page's
script, or `fill` for documents and tests, puts them in. So one specification
serves every indicator of a language, in both themes and at any width.
"""
