"""Dirty text comes in here and nowhere else: bytes to text tables, text to values, and the list of losses."""
