"""What short texts from outside must look like to be stored. Not here: what they mean, and which error they become."""


def is_short_text(value: object, length_max: int) -> bool:
    """Whether `value` is a text of 1 to `length_max` printable characters that PostgreSQL can store as it is."""
    return isinstance(value, str) and 1 <= len(value) <= length_max and value.isprintable()


def is_storable(value: str) -> bool:
    """Whether PostgreSQL can store `value`: no NUL, no half of a surrogate pair. Line breaks are fine."""
    return "\x00" not in value and not any("\ud800" <= letter <= "\udfff" for letter in value)
