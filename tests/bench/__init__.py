"""Benchmarks: `make bench`. Ratios within one run on one machine; nothing here is asserted by a test."""
