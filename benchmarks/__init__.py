"""Figures that a reader can reproduce: `make bench`. Peers are measured in the same run."""
