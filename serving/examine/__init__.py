"""What would happen, without it happening. Not here: what rules mean (`loyalty.programs`)."""
