"""Measurements against plain peers, in one run on one machine, as ratios."""
