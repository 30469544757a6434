"""What the business means: points, members, rules, segments, campaigns. No web, no Dagster, no TensorFlow past this door."""
