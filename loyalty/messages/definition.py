"""A message template as a file: JSON in, a `Template` out, or one refusal naming file and place. Not here: rows (`store_templates.py`)."""

from pathlib import Path

from loyalty.definition_file import Section, open_definition
from loyalty.messages.errors import TemplateInvalid
from loyalty.messages.template import Content, Template, check_template

TEXT_LENGTH_MAX = 20_000


def read_templates(folder: Path) -> list[Template]:
    """The templates that the files `*.json` of `folder` define, in the order of their names.

    Raises:
        TemplateInvalid: a file is not JSON, a part of it is missing, unknown or wrong, or a template cannot speak to everybody.
    """
    return [_read(path) for path in sorted(folder.glob("*.json"))]


def _read(path: Path) -> Template:
    section = open_definition(path, TemplateInvalid)
    contents = section.section("contents")
    template = Template(
        section.text("code", length_max=64),
        section.text("channel", length_max=40),
        {language: _content(contents.section(language)) for language in contents.content()},
    )
    contents.finish()
    section.finish()
    check_template(template)
    return template


def _content(section: Section) -> Content:
    content = Content(
        text=section.text("text", length_max=TEXT_LENGTH_MAX),
        subject=section.text("subject") if section.has("subject") else None,
        html=section.text("html", length_max=TEXT_LENGTH_MAX) if section.has("html") else None,
    )
    section.finish()
    return content
