"""Lesson 05: cross-entropy against squared error."""
