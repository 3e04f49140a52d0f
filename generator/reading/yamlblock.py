"""A small, strict reading of YAML: mappings, lists and strings, each with its place.

Every scalar stays a string, or an arXiv id would become a number. Anchors, aliases and tags are
refused, and so is a key that is given twice. Nothing here recurses.
"""

import re

import msgspec
import yaml

from generator.regex import regex

LONGEST = 100_000
DEEPEST = 8
_UNSHOWN = regex("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""What an escape such as ``\\x1b`` may stand for, and no page may hold."""
_KEY = regex(r"^\s*[\w-]+：", re.MULTILINE)


class YamlError(Exception):
    """What is wrong, where (from 0, in the block), and a way out."""

    def __init__(self, message: str, line: int = 0, column: int = 0, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column
        self.hint = hint


class Node(msgspec.Struct):
    """A string, a list of nodes or a mapping to nodes, and where it begins (from 0)."""

    value: "str | list[Node] | dict[str, Node]"
    line: int
    column: int


def read_block(text: str) -> Node:
    """Return the one document in *text*; raises ``YamlError`` and nothing else."""
    if len(text) > LONGEST:
        raise YamlError(f"it is longer than {LONGEST} characters", hint="move the text below it")
    try:
        return _build(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        message = error.problem or error.context or "it cannot be read"
        line, column = (mark.line, mark.column) if mark else (0, 0)
        raise YamlError(message, line, column, _hint(text)) from None
    except yaml.reader.ReaderError as error:
        before = text[: error.position]
        line, column = before.count("\n"), len(before) - before.rfind("\n") - 1
        message = f"a character that YAML forbids: U+{ord(text[error.position]):04X}"
        raise YamlError(message, line, column, "delete it") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise YamlError(str(error) or type(error).__name__, hint=_hint(text)) from None


def _hint(text: str) -> str:
    if _KEY.search(text):
        return "write a half-width colon and a space behind each key: 'title: …'"
    return "put a value that holds ': ', '#' or a bracket between quotes"


def _build(text: str) -> Node:
    """Build the tree from YAML's events, with a stack of our own."""
    top: Node | None = None
    stack: list[Node] = []
    keys: list[Node | None] = []
    for event in yaml.parse(text, Loader=yaml.BaseLoader):
        if isinstance(event, yaml.DocumentStartEvent) and top is not None:
            raise _refused("there is more than one document", event, "keep one block")
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _refused(
                "anchors (&) and aliases (*) are not allowed", event, "write the value out"
            )
        if isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            stack.pop()
            keys.pop()
            continue
        if not isinstance(event, yaml.NodeEvent):
            continue
        if getattr(event, "tag", None) not in (None, "!"):
            raise _refused("tags (!) are not allowed", event, "leave out the word with '!'")
        node = Node(_empty(event), *_place(event))
        if isinstance(node.value, str) and _UNSHOWN.search(node.value):
            raise _refused(
                "an escape stands for a character that no page may hold", event, "delete it"
            )
        if not stack:
            top = node
        else:
            keys[-1] = _put(stack[-1], keys[-1], node)
        if not isinstance(node.value, str):
            stack.append(node)
            keys.append(None)
            if len(stack) > DEEPEST:
                hint = "no key needs as much; write it with fewer levels"
                raise _refused(f"it is nested deeper than {DEEPEST} levels", event, hint)
    return top or Node({}, 0, 0)


def _empty(event: yaml.Event) -> "str | list[Node] | dict[str, Node]":
    if isinstance(event, yaml.ScalarEvent):
        return str(event.value)
    return {} if isinstance(event, yaml.MappingStartEvent) else []


def _put(parent: Node, key: Node | None, node: Node) -> Node | None:
    """Put *node* into *parent*; return the key that now waits for its value, if any."""
    if isinstance(parent.value, list):
        parent.value.append(node)
        return None
    assert isinstance(parent.value, dict)
    if key is None:
        if not isinstance(node.value, str):
            raise YamlError("a key must be a word", node.line, node.column, "write 'key: value'")
        if node.value in parent.value:
            message = f"the key {node.value!r} is given twice"
            raise YamlError(message, node.line, node.column, "keep one of them")
        return node
    assert isinstance(key.value, str)
    parent.value[key.value] = Node(node.value, key.line, key.column)
    return None


def _place(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line, mark.column) if mark else (0, 0)


def _refused(message: str, event: yaml.Event, hint: str) -> YamlError:
    return YamlError(message, *_place(event), hint)
