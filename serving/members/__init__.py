"""Members over HTTP: enrol, find, and what is known of one of them. Not here: what a member is (`loyalty.members`)."""
