"""Models: from the warehouse's features to scores. Training may use TensorFlow; scoring never does. Meaning lives in `loyalty`."""
