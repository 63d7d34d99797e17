"""Finished tables to matplotlib Axes. Nothing here computes, and matplotlib is imported here only."""
