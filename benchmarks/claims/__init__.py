"""What the lessons say of their experiments, measured again over many splits and seeds."""
