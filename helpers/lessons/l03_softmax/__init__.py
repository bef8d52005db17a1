"""Lesson 03: softmax."""
