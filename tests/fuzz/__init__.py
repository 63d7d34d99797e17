"""Seeded damage to one small valid file of every export that is read: `make fuzz`, and a part of it in the suite."""
