"""What short texts from outside must look like to be stored. Not here: what they mean, and which error they become."""


def is_short_text(value: object, length_max: int) -> bool:
    """Whether `value` is a text of 1 to `length_max` printable characters that PostgreSQL can store as it is."""
    return isinstance(value, str) and 1 <= len(value) <= length_max and value.isprintable()
