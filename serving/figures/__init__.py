"""What a period came to and what needs attention, over HTTP. Not here: counting (`loyalty.analytics`)."""
