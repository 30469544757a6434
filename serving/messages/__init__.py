"""Templates, contacts, the contact policy and the queue over HTTP. Not here: what they mean (`loyalty.messages`)."""
