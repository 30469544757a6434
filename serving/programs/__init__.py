"""The program over HTTP. Not here: what its rules mean (`loyalty.programs`)."""
