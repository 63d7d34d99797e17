"""One module a platform or tool: recognises an export by its content and maps it to canonical rows."""

from workbench.sources.contract import ControlTotal, Export, FileContext, Question, Reading, Recognition
from workbench.sources.recognition import read, readings, recognise
from workbench.sources.registry import EXPORTS

__all__ = [
    "EXPORTS",
    "ControlTotal",
    "Export",
    "FileContext",
    "Question",
    "Reading",
    "Recognition",
    "read",
    "readings",
    "recognise",
]
