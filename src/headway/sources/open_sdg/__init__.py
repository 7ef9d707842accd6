"""The Open SDG layout: data CSVs, metadata YAML or Markdown, translations."""
