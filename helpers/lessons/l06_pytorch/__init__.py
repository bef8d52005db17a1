"""Lesson 06: softmax in PyTorch."""
