"""Promotions over HTTP. Not here: which apply (`loyalty.promotions`)."""
