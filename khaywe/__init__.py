"""The front door: the `khaywe` command, the local servers, the demo's data. Decides nothing about loyalty."""
