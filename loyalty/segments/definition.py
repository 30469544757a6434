"""A segment as a file or as a request: JSON in, a checked `Segment` out, or one refusal naming the place. Not here: rows."""

import re
from pathlib import Path

from loyalty.definition_file import Section, open_definition
from loyalty.features import Catalogue
from loyalty.rules import InvalidRule
from loyalty.segments.errors import SegmentDefinitionInvalid
from loyalty.segments.language import ANY_SEGMENT, Codes, read_segment_rule
from loyalty.segments.model import NOBODY, Segment, SegmentKind
from loyalty.text_rules import is_short_text, is_storable

CODE_LENGTH_MAX = 64
OWNER_LENGTH_MAX = 100

_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def read_segments(folder: Path, catalogue: Catalogue) -> list[Segment]:
    """The segments that the files `*.json` of `folder` define, in the order of their names.

    Raises:
        SegmentDefinitionInvalid: a file is not JSON, a part of it is missing, unknown or wrong, its rule does not fit the catalogue,
            or two files define one code. The message names the file, the place in it and, where we can tell, what to write.
    """
    segments = [read_segment(path, catalogue) for path in sorted(folder.glob("*.json"))]
    codes = [segment.code for segment in segments]
    for code in sorted({one for one in codes if codes.count(one) > 1}):
        raise SegmentDefinitionInvalid(f"Two files of {folder.name} define the segment '{code}'.", file=folder.name, path="code")
    return segments


def read_segment(path: Path, catalogue: Catalogue) -> Segment:
    """The segment that one file defines.

    Raises:
        SegmentDefinitionInvalid: as `read_segments`.
    """
    section = open_definition(path, SegmentDefinitionInvalid)
    try:
        return _segment(section, section.text("code", length_max=CODE_LENGTH_MAX), catalogue)
    except InvalidRule as error:
        raise SegmentDefinitionInvalid(
            f"{path.name}: rule: {error.message}",
            file=path.name,
            path=f"rule{error.path}",
            problem=error.message,
            problem_code=error.code,
            suggestion=error.suggestion,
        ) from error


def segment_from_json(code: str, document: object, catalogue: Catalogue, *, known: Codes = ANY_SEGMENT) -> Segment:
    """The segment in a request's body, {name, description, owner, rule}, or with `"kind": "STATIC"` in the place of the rule.

    `known` are the segments that the rule may refer to.

    Raises:
        SegmentDefinitionInvalid: a part is missing, unknown or wrong.
        InvalidRule: the rule does not fit the catalogue; the error's `path` is within the rule.
    """
    return _segment(
        Section(document, file=f"segment {code[:CODE_LENGTH_MAX]}", path="", error=SegmentDefinitionInvalid), code, catalogue, known
    )


def segment_to_json(segment: Segment) -> dict[str, object]:
    """The definition that reads back as `segment`."""
    said: dict[str, object] = {"name": dict(segment.name), "description": dict(segment.description), "owner": segment.owner}
    if segment.kind is SegmentKind.STATIC:
        return said | {"kind": segment.kind.value}
    return said | {"rule": segment.rule}


def _segment(section: Section, code: str, catalogue: Catalogue, known: Codes = ANY_SEGMENT) -> Segment:
    if len(code) > CODE_LENGTH_MAX or not _CODE.fullmatch(code):
        section.refuse("code", "must be lower-case words joined by '-', such as high-churn-risk", code)
    name, description = section.names("name"), section.names("description")
    for key, texts in (("name", name), ("description", description)):
        for text in texts.values():
            if not is_storable(text):
                section.refuse(key, "holds a character that cannot be stored", text)
    owner, kind = section.text("owner", length_max=OWNER_LENGTH_MAX), section.choice("kind", SegmentKind, default=SegmentKind.RULE)
    rule = section.value("rule") if kind is SegmentKind.RULE else NOBODY
    if not is_short_text(owner, OWNER_LENGTH_MAX):
        section.refuse("owner", "must be printable", owner)
    section.finish()
    return Segment(code, name, description, owner, rule, read_segment_rule(rule, catalogue, known), kind)
