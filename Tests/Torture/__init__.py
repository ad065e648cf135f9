"""Ticks that are killed, starved, cut off, raced and lied to; `scripts/torture` runs them."""
