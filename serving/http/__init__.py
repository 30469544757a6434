"""What every route shares: who calls, how a no is said, how an answer is given once. Not here: any noun of the business."""
