"""`khaywe demo story`: the two workflows played on a running stack, step by step, each with where to look. Not here: what they do."""
