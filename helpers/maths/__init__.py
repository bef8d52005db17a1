"""The mathematics of the course: numpy alone, no pictures."""
