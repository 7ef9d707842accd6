"""The nouns: frozen, without input or output, in the field's words."""
