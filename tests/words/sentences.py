"""The sentences that the readers can build, read off their syntax trees: each with `{}` where a value stands."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "workbench"
# Said to an analyst at the command line, never of a file in the intake report.
AT_THE_DESK = ("mapped/dialog.py", "mapped/draft.py", "mapped/fields.py")
FOR_THE_DESK = ("accept_losses", "add_to_inbox", "read_layout")
ERRORS = ("Error", "File", "Export", "Column", "Format", "Losses", "Differ", "Questions")
NO_ERRORS = ("Export", "InboxFile", "OpenedFile", "NumberFormat", "ZipFile", "ValueError", "TypeError")
# By the name of what is called: the place of the sentence among the arguments, and the name of its keyword.
SINKS = {
    "refuse": (-1, "reason"),
    "set_aside": (1, "kind"),
    "set_aside_further": (None, "kind"),
    "keep_once": (None, "reason"),
    "refuse_later": (None, "reason"),
    "Question": (1, "text"),
    "Misshapen": (1, "reason"),
    "Recognition": (None, "differs"),
    "note": (None, "note"),
    "Export": (None, "why_not_read"),
    "RawTable": (None, "notes"),
    "ValueError": (0, ""),
    "state_total": (0, "name"),
}
DEEPEST = 6
# Expressions inside an f-string that can be read off; any other is a value.
RESOLVED = (ast.IfExp, ast.Name, ast.Constant, ast.JoinedStr)


def reader_files() -> list[Path]:
    """The modules whose sentences reach the intake report."""
    rooms = [*PACKAGE.glob("sources/**/*.py"), *PACKAGE.glob("cleaning/**/*.py")]
    files = [path for path in rooms if not path.as_posix().endswith(AT_THE_DESK)]
    return sorted([*files, PACKAGE / "ingest.py", PACKAGE / "inbox.py"])


@cache
def sentences() -> tuple[tuple[str, str], ...]:
    """(where, sentence) of everything that can be remarked."""
    return tuple(_remarked())


def _remarked() -> Iterator[tuple[str, str]]:
    for path in reader_files():
        module = Module(path)
        for node, text in module.remarks():
            for sentence in sorted(module.texts(text)):
                # What `Sheet.typed` puts "not" before is read off its callers.
                if sentence != "not {}" and any(char.islower() for char in sentence):
                    yield f"{path.relative_to(PACKAGE)}:{node.lineno}", sentence


class Module:
    """One module's syntax tree, and what its names can hold."""

    def __init__(self, path: Path):
        self.tree = ast.parse(path.read_text(encoding="utf-8"))
        self.functions = {node.name: node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef)}
        self.owner = {id(inner): function for function in self.functions.values() for inner in ast.walk(function)}

    def remarks(self) -> Iterator[tuple[ast.AST, ast.AST]]:
        """Each place that makes a remark, with the expression of its text."""
        for node in ast.walk(self.tree):
            owner = self.owner.get(id(node))
            if owner is not None and owner.name in FOR_THE_DESK:
                continue
            if isinstance(node, ast.AugAssign) and ast.unparse(node.target).endswith("notes"):
                yield node, node.value
            elif isinstance(node, ast.Call):
                yield from ((node, text) for text in _said(node))

    def texts(self, node: ast.AST, depth: int = 0) -> set[str]:
        """What an expression can read, as far as its parts are written in this module; `{}` for a value."""
        if depth > DEEPEST:
            return {"{}"}
        if isinstance(node, ast.Constant):
            return {node.value} if isinstance(node.value, str) else set()
        if isinstance(node, ast.JoinedStr):
            return self._joined([self._part(part, depth) for part in node.values])
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            return self._joined([self.texts(node.left, depth + 1), self.texts(node.right, depth + 1)])
        if isinstance(node, ast.IfExp):
            return self.texts(node.body, depth + 1) | self.texts(node.orelse, depth + 1)
        if isinstance(node, ast.BoolOp):
            return set().union(*(self.texts(value, depth + 1) for value in node.values))
        if isinstance(node, (ast.List, ast.Tuple)):
            return set().union(*(self.texts(value, depth + 1) for value in node.elts))
        if isinstance(node, (ast.ListComp, ast.GeneratorExp)):
            return self.texts(node.elt, depth + 1)
        if isinstance(node, ast.Name):
            return self._name(node, depth)
        if isinstance(node, ast.Call):
            return self._answer(node, depth)
        return {"{}"}

    def _answer(self, call: ast.Call, depth: int) -> set[str]:
        """What a function of this module returns; a value for any other call."""
        function = self.functions.get(ast.unparse(call.func))
        if isinstance(call.func, ast.Attribute) and call.func.attr in ("rstrip", "strip"):
            return self.texts(call.func.value, depth + 1)
        returned = [node.value for node in ast.walk(function) if isinstance(node, ast.Return)] if function else []
        return set().union(*(self.texts(value, depth + 1) for value in returned if value)) or {"{}"}

    def _part(self, part: ast.AST, depth: int) -> set[str]:
        if isinstance(part, ast.Constant):
            return {part.value}
        inner = part.value if isinstance(part, ast.FormattedValue) else part
        told = self.texts(inner, depth + 1) if isinstance(inner, RESOLVED) else {"{}"}
        return {text for text in told if text} or {"{}"}

    def _name(self, node: ast.Name, depth: int) -> set[str]:
        """The values assigned to a name in its function, or given to it by callers, or set for the module."""
        owner = self.owner.get(id(node))
        places = [*(ast.walk(owner) if owner else ()), *self.tree.body]
        found = (
            [
                assign.value
                for assign in places
                if isinstance(assign, ast.Assign) and node.id in {getattr(name, "id", "") for name in assign.targets}
            ]
            or self._given(owner, node.id)
            or self._looped(owner, node.id)
        )
        return set().union(*(self.texts(value, depth + 1) for value in found)) if found else {"{}"}

    def _given(self, owner: ast.FunctionDef | None, name: str) -> list[ast.AST]:
        if owner is None:
            return []
        arguments = [argument.arg for argument in owner.args.args]
        calls = [
            call
            for call in ast.walk(self.tree)
            if isinstance(call, ast.Call) and ast.unparse(call.func).rpartition(".")[2] == owner.name
        ]
        by_place = [
            call.args[arguments.index(name) - (arguments[:1] == ["self"])]
            for call in calls
            if name in arguments and arguments.index(name) - (arguments[:1] == ["self"]) < len(call.args)
        ]
        return by_place + [word.value for call in calls for word in call.keywords if word.arg == name]

    def _looped(self, owner: ast.FunctionDef | None, name: str) -> list[ast.AST]:
        """Keys or values of a dictionary that the name runs over."""
        found: list[ast.AST] = []
        for loop in ast.walk(owner) if owner else ():
            if not isinstance(loop, (ast.For, ast.comprehension)) or not isinstance(loop.target, ast.Tuple):
                continue
            names = [getattr(part, "id", "") for part in loop.target.elts]
            table = self._table(owner, loop.iter)
            if name in names and len(names) == 2 and table is not None:
                found += table.keys if names.index(name) == 0 else table.values
        return [part for part in found if part is not None]

    def _table(self, owner: ast.FunctionDef, node: ast.AST) -> ast.Dict | None:
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".items"):
            node = node.func.value
        if isinstance(node, ast.Name):
            places = [*ast.walk(owner), *self.tree.body]
            assigned = [
                each.value
                for each in places
                if isinstance(each, ast.Assign) and node.id in {getattr(name, "id", "") for name in each.targets}
            ]
            node = assigned[-1] if assigned else node
        return node if isinstance(node, ast.Dict) else None

    @staticmethod
    def _joined(parts: list[set[str]]) -> set[str]:
        return {"".join(each) for each in itertools.product(*parts)}


def _said(call: ast.Call) -> list[ast.AST]:
    """The texts among the arguments of a call that makes a remark."""
    name = ast.unparse(call.func).rpartition(".")[2]
    keywords = {word.arg: word.value for word in call.keywords}
    if name in ("append", "extend") and ast.unparse(call.func.value).endswith("notes"):
        return call.args
    if name in ("width_reason", "trailing_note"):
        return [call]
    if name in ("typed", "_parsed") and "expected" in keywords:
        return [ast.JoinedStr([ast.Constant("not "), ast.FormattedValue(keywords["expected"], -1)])]
    if name[0].isupper() and name.endswith(ERRORS) and name not in NO_ERRORS:
        return [*call.args[1:2], *(keywords[word] for word in ("expected", "hint") if word in keywords)]
    place, word = SINKS.get(name, (None, ""))
    if word in keywords:
        return [keywords[word]]
    return (
        [call.args[place]]
        if place is not None and len(call.args) > (place if name in ("ValueError", "state_total") else max(place, 1))
        else []
    )
