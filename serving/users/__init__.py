"""Who may sign in to the console, over HTTP. Not here: what users and roles are (`loyalty.access`)."""
