"""Who may take part, over HTTP. Not here: judging (`loyalty.eligibility`)."""
