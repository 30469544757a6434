"""Posting points over HTTP. Not here: what a purchase earns and which lots burn (`loyalty.ledger`)."""
