"""Where loads arrive: what came, whether it can be trusted, which rows are set aside. Not here: who loads (the warehouse's own loader)."""
