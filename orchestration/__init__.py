"""What happens, in the order it happens: loads become features, scores, segments, audiences and points. Decides nothing about loyalty."""
