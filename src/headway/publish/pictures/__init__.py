"""Small pictures for those who share a link: no words in them, so that one serves every language."""
