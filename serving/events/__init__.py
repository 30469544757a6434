"""Events over HTTP, and the process that relays them and takes them in. Not here: what events are (`loyalty.events`)."""
