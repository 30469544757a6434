"""What is known of members, over HTTP. Not here: where an answer comes from (`loyalty.features`)."""
