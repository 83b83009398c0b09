"""The benchmarks: what a turn costs, as ratios against stock Rasa measured in the same run."""
