"""Lesson 02: one-hot vectors."""
