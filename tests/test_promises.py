"""Each promise of docs/promises.md is held by a test that the gate runs."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
PROMISES = [
    int(number)
    for number in re.findall(r"^(\d+)\. ", (ROOT / "docs/promises.md").read_text(), re.MULTILINE)
]


def marks(node: ast.AST) -> Iterator[tuple[str, list[int]]]:
    """Yield each mark below a node: its name, and the numbers that it is given."""
    for inner in ast.walk(node):
        call = inner.func if isinstance(inner, ast.Call) else inner
        if isinstance(call, ast.Attribute) and ast.unparse(call.value) == "pytest.mark":
            given = inner.args if isinstance(inner, ast.Call) else []
            yield call.attr, [arg.value for arg in given if isinstance(arg, ast.Constant)]


def held_in(source: str) -> dict[int, list[str]]:
    """Return by number the tests of a module that hold a promise, but for those run by hand."""
    tree = ast.parse(source)
    everywhere = [
        node
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark"
    ]
    by_hand = {"long", "skip"}
    if by_hand & {name for node in everywhere for name, _ in marks(node)}:
        return {}
    held = defaultdict(list)
    for test in tree.body:
        if not (isinstance(test, ast.FunctionDef) and test.name.startswith("test_")):
            continue
        of_test = [mark for decorator in test.decorator_list for mark in marks(decorator)]
        if by_hand & {name for name, _ in of_test}:
            continue
        for name, numbers in of_test:
            if name == "promise":
                for number in numbers:
                    held[number].append(test.name)
    return held


def held() -> set[int]:
    files = sorted((ROOT / "tests").rglob("test_*.py"))
    return {number for path in files for number in held_in(path.read_text())}


def test_promises_are_numbered_one_after_another():
    assert list(range(1, len(PROMISES) + 1)) == PROMISES


def test_no_promise_is_without_a_test():
    assert sorted(set(PROMISES) - held()) == []


def test_no_test_holds_what_nobody_promised():
    assert sorted(held() - set(PROMISES)) == []


def test_a_test_that_only_runs_by_hand_holds_nothing():
    promised = "@pytest.mark.promise(7, 8)\ndef test_it(): pass\n"
    assert held_in(promised) == {7: ["test_it"], 8: ["test_it"]}
    assert held_in(f"@pytest.mark.long\n{promised}") == {}
    assert held_in(f"pytestmark = [pytest.mark.db, pytest.mark.long]\n{promised}") == {}
    assert held_in("def test_it(): pass") == {}
