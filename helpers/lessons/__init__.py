"""What each lesson has of its own: pictures, checks, questions. No lesson imports another."""
