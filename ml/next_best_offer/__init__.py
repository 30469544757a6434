"""Which offers a customer should see: the chance of buying each offer's category in the next 28 days, best five first."""
