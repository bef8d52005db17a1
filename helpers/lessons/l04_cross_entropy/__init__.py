"""Lesson 04: cross-entropy."""
