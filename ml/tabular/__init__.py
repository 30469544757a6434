"""Tables of anybody's making: read from a file, turned into numbers, and an outcome foretold from them. Not here: our own feature marts."""

from ml.tabular.columns import Design, design_of
from ml.tabular.errors import TableFlawed, TableUnreadable
from ml.tabular.read import read_table

__all__ = ["Design", "TableFlawed", "TableUnreadable", "design_of", "read_table"]
