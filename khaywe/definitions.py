"""Bring the files of `definitions/` into the database: programs, rewards, segments, campaigns, in the order they name each other."""
