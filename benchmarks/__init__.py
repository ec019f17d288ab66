"""Measurements of the pure folders, each one command: see docs/benchmarks.md."""
