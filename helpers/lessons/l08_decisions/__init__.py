"""Lesson 08: whether the probabilities come true, and what to do with them."""
