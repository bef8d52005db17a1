"""Predictions, and what a check of an exercise is."""
