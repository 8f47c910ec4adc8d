"""A page to try vnnews in a browser, and a JSON API: ``vnnews serve``."""
