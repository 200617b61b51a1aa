"""Change the code at random, one place at a time, and see what the tests miss: ``./dev mutate``.

Each change is made in a clone of the last commit, in a room where a fault would do harm, and the
tests of that room are run until one fails. Those that stay green are printed with their line: some
change nothing that anybody could notice, and each of the others asks for a test.
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

from tests.sabotage import FAILED_TESTS, ROOT, run

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


class Mutant(NamedTuple):
    """A change of one place in a file."""

    file: str
    line: int
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
    for node in ast.walk(ast.parse(code)):
        after = changed(node, code)
        before = ast.get_source_segment(code, node) if after else None
        if after and before and isinstance(node, ast.expr | ast.stmt):
            start = starts[node.lineno - 1] + node.col_offset
            yield Mutant(file, node.lineno, before, after, start)


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


def tests_of(file: str) -> list[str]:
    """Return the tests to run for a file: those named like it first, then all of its room."""
    room = next(room for room in ROOMS if file.startswith(f"{room}/"))
    folder = ROOT / ROOMS[room]
    alike = sorted(folder.rglob(f"test_*{Path(file).stem}*.py"))
    return [*(str(path.relative_to(ROOT)) for path in alike), ROOMS[room]]


def chosen(number: int, seed: int) -> list[Mutant]:
    """Return so many changes of all that there could be, at random."""
    found = []
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            file = str(path.relative_to(ROOT))
            if "/migrations/" not in file:
                found += mutants_of(file)
    return random.Random(seed).sample(found, number)


def main(number: str = "200", seed: str = "1") -> int:
    unnoticed = 0
    with tempfile.TemporaryDirectory() as name:
        clone = Path(name) / "site"
        subprocess.run(["git", "clone", "--quiet", "--shared", ROOT, clone], check=True)
        for mutant in chosen(int(number), int(seed)):
            path = clone / mutant.file
            code = path.read_bytes()
            path.write_bytes(mutant.applied(code))
            ended = run(clone, tests_of(mutant.file))
            path.write_bytes(code)
            # A change after which no test can even be collected is noticed as well.
            if ended == 0:
                unnoticed += 1
                print(f"UNNOTICED  {mutant}", flush=True)
            elif ended != FAILED_TESTS:
                print(f"noticed, as nothing runs  {mutant}", flush=True)
    print(f"{unnoticed} of {number} changes were not noticed.")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
