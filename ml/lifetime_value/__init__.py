"""What a customer will still bring: the chance of being alive, purchases and spend over a horizon. NumPy and SciPy; no network."""
