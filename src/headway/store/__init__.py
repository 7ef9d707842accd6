"""Keeps what sources delivered and answers questions about it: Parquet through DuckDB."""
