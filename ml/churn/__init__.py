"""The chance that a customer buys nothing in the next 56 days. Features, network, training, judging, scoring; segments read the result."""
