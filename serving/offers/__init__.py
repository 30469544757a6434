"""Next best offers over HTTP. Not here: ranking them (`ml`) and keeping them (`loyalty.offers`)."""
