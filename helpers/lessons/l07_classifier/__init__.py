"""Lesson 07: train a classifier."""
