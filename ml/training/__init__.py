"""What the model rooms share when they train: splits in time, fitting, calibration, conversion. Scoring never comes here.

`fitting.py` and `litert.py` import TensorFlow, which takes seconds; nothing else here does.
"""
