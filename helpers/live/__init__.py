"""What any live picture needs: a figure with words, controls, its place on the page."""
