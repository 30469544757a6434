"""The reward catalogue over HTTP. Not here: what a reward is (`loyalty.rewards`)."""
