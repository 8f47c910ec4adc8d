"""Many records as one page that a browser opens without a network, each figure with the sentence it comes from."""
