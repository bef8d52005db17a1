"""Lesson 01: why scalar targets fail."""
