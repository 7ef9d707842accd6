"""What pages and reports say: catalogues, numbers, labels and sentences in each language."""
