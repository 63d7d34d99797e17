"""Finished tables and Axes to what a reader sees; everything from outside is escaped here."""
