"""Batches on which the checks of lesson 04 try an answer."""

import numpy as np

PREDICTIONS = np.array([[0.7, 0.2, 0.1], [0.1, 0.3, 0.6], [0.25, 0.5, 0.25], [0.05, 0.05, 0.9]])
SOFT = np.array([[0.6, 0.3, 0.1], [0.2, 0.2, 0.6], [0.1, 0.8, 0.1], [0.3, 0.1, 0.6]])
ONE_HOT = np.eye(3)[[0, 2, 1, 2]]
PERFECT = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
"""As targets and as their own prediction: nothing is surprising, and 0 times log 0 lurks."""

LOGITS = np.array([[2.0, 1.0, 0.1], [0.3, 0.5, 3.0], [0.2, 1.2, 0.4], [1.5, 0.7, 2.2]])
FAR_APART = np.array([[1000.0, 999.0, 998.0], [2.0, 1.0, 0.1]])
