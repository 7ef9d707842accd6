"""Runs statistics over stored series: headlines, breaks, verdicts, coverage."""
