"""The live pictures of the lessons, one module for each notebook that has some."""
