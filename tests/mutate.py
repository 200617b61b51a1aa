"""Change the code at random, one place at a time, and see what the tests miss: ``./dev mutate``.

Each change is made in a clone of the last commit, in a room where a fault would do harm. All tests
run once before, to learn which of them run which line; after a change, those that run its line do
until one fails. Changes that none notices are printed: some change nothing that anybody could
notice, and each of the others asks for a test.
``./dev mutate 50 7`` makes fifty changes, chosen by the number 7; by default two hundred, by 1.
"""

import ast
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from coverage import CoverageData

from tests.sabotage import ROOT, run

ROOMS = {
    "campaign/letters": "tests/campaign/letters",
    "campaign/outbox": "tests/campaign/outbox",
    "campaign/inbox": "tests/campaign/inbox",
    "campaign/privacy": "tests/campaign/privacy",
    "campaign/recording": "tests/campaign/recording",
    "campaign/safeguarding": "tests/campaign/safeguarding",
    "councils/record": "tests/councils/record",
    "councils/safeguarding": "tests/councils/safeguarding",
    "councils/search": "tests/councils/search",
}
"""The rooms where a fault would do harm, and where their tests are."""
OTHER_WAY_ROUND = {
    ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">", ast.Eq: "!=", ast.NotEq: "==",
    ast.In: "not in", ast.NotIn: "in", ast.Is: "is not", ast.IsNot: "is",
}  # fmt: skip
FEW = 5
"""What runs in fewer tests may be kept for those that follow: the whole room is asked then too."""
WITHIN_REASON = ["-o", "faulthandler_timeout=120", "-o", "faulthandler_exit_on_timeout=true"]
"""No test takes two minutes but one that would never end."""


class Mutant(NamedTuple):
    """A change of one place in a file."""

    file: str
    line: int
    lines: list[int]
    """Those of its statement, but not of statements within."""
    before: str
    after: str
    start: int
    """Where it begins in the file, in bytes of UTF-8."""

    def applied(self, code: bytes) -> bytes:
        end = self.start + len(self.before.encode())
        return code[: self.start] + self.after.encode() + code[end:]

    def __str__(self) -> str:
        return f"{self.file}:{self.line}  {shortened(self.before)}  ->  {shortened(self.after)}"


def shortened(code: str) -> str:
    return " ".join(code.split())[:70]


def mutants_of(file: str) -> Iterator[Mutant]:
    """Yield every change that could be made in a file."""
    code = (ROOT / file).read_text("utf-8")
    starts = [0]
    for line in code.encode().splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    tree = ast.parse(code)
    begins: dict[int, int] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt):  # those within others come after them
            first = min(part.lineno for part in (node, *getattr(node, "decorator_list", ())))
            begins |= dict.fromkeys(range(first, (node.end_lineno or first) + 1), first)
    for node in ast.walk(tree):
        after = changed(node, code)
        before = ast.get_source_segment(code, node) if after else None
        if after and before and isinstance(node, ast.expr | ast.stmt):
            start = starts[node.lineno - 1] + node.col_offset
            lines = [line for line in begins if begins[line] == begins[node.lineno]]
            yield Mutant(file, node.lineno, lines, before, after, start)


def changed(node: ast.AST, code: str) -> str | None:
    """Return what stands in place of a part of the code; None for a part that is left alone."""
    match node:
        case ast.Compare(ops=[op], left=left, comparators=[right]) if type(op) in OTHER_WAY_ROUND:
            one = ast.get_source_segment(code, left)
            other = ast.get_source_segment(code, right)
            return f"{one} {OTHER_WAY_ROUND[type(op)]} {other}"
        case ast.BoolOp(op=op, values=values):
            joint = " or " if isinstance(op, ast.And) else " and "
            return joint.join(f"({ast.get_source_segment(code, value)})" for value in values)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return ast.get_source_segment(code, operand)
        case ast.Constant(value=bool(value)):
            return str(not value)
        case ast.Constant(value=int(value)):
            return str(value + 1)
        case ast.Return(value=value) if value is not None and not isinstance(value, ast.Constant):
            return "return None"
        case ast.Expr(value=ast.Call()):
            return "pass"
        case ast.If(test=ast.Name() | ast.Attribute() | ast.Call() as test):
            whole = ast.get_source_segment(code, node) or ""
            asked = ast.get_source_segment(code, test) or ""
            return whole.replace(asked, f"not ({asked})", 1)
    return None


def learned(clone: Path) -> CoverageData:
    """Run the daily tests once, and return which of them run which line of the rooms."""
    measured = [f"--cov={room}" for room in ROOMS]
    silently = ["--cov-context=test", "--cov-report=", "--cov-fail-under=0"]
    if run(clone, [*measured, *silently, "-n", "auto"]):
        sys.exit("The tests fail before anything is changed: mend that first.")
    data = CoverageData(clone / ".coverage")
    data.read()
    return data


def tests_of(mutant: Mutant, contexts: dict[int, list[str]]) -> list[str]:
    """Return the tests to run, first those whose file is named like the code.

    A context is "tests/…/test_it.py::test_that|run", or empty while modules are imported. What runs
    in no test may run in a process that one starts: then its room is asked.
    """
    found = set()
    for line in mutant.lines:
        found.update(contexts.get(line, ()))
    room = next(room for room in ROOMS if mutant.file.startswith(f"{room}/"))
    tests = {context.rpartition("|")[0] for context in found if context}
    in_order = sorted(tests, key=lambda test: (not is_alike(test, mutant), test))
    if len(tests) < FEW:
        in_order.append(ROOMS[room])
    return in_order


def is_alike(test: str, mutant: Mutant) -> bool:
    return Path(mutant.file).stem in Path(test.partition("::")[0]).stem


def chosen(number: int, seed: int) -> list[Mutant]:
    """Return so many changes of all that there could be, at random."""
    found = []
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            file = str(path.relative_to(ROOT))
            if "/migrations/" not in file:
                found += mutants_of(file)
    return random.Random(seed).sample(found, number)


def is_noticed(clone: Path, mutant: Mutant, data: CoverageData) -> bool:
    """Make a change, see whether a test notices, and put the code back."""
    path = clone / mutant.file
    tests = tests_of(mutant, data.contexts_by_lineno(str(path)))
    code = path.read_bytes()
    path.write_bytes(mutant.applied(code))
    # A change after which no test can even be collected is noticed as well.
    ended = run(clone, [*WITHIN_REASON, *tests])
    path.write_bytes(code)
    return ended != 0


def main(number: str = "200", seed: str = "1") -> int:
    unnoticed = 0
    with tempfile.TemporaryDirectory() as name:
        clone = Path(name) / "site"
        subprocess.run(["git", "clone", "--quiet", "--shared", ROOT, clone], check=True)
        data = learned(clone)
        for judged, mutant in enumerate(chosen(int(number), int(seed))):
            print(f"{judged} judged", end="\r", file=sys.stderr, flush=True)
            if not is_noticed(clone, mutant, data):
                unnoticed += 1
                print(f"UNNOTICED  {mutant}", flush=True)
    print(f"{unnoticed} of {number} changes were not noticed.")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
