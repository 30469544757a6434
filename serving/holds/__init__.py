"""Reading holds over HTTP; issuing and resolving them is among the acts of `serving/transactions`."""
