"""Webhooks over HTTP: endpoints, their deliveries, sending again. Not here: calling them (`loyalty.webhooks.deliver`)."""
