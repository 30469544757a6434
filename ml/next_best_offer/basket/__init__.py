"""What a customer will have in the next basket: items ranked by a network over candidates, beside TIFU-KNN and plainer baselines."""
