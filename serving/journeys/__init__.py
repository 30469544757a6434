"""Journeys over HTTP, and the worker that moves members on."""
