"""Mentions → facts. A resolver reads mentions; it does not look for new ones in the text."""
