"""Break one thing at a time, and see that the daily tests notice: ``./dev sabotage``.

Each change is made in a clone of the last commit, of which the tests named beside it are run. It
fails if they stay green, or if the code to change is no longer there: then write the change anew.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
FAILED_TESTS = 1
"""What pytest ends with if tests failed, and not if none could be run."""


class Sabotage(NamedTuple):
    """A change that some test must notice."""

    name: str
    file: str
    before: str
    after: str
    tests: str
    """Files of tests, with a space between them."""


SABOTAGES = (
    Sabotage(
        "the mark of a hand-over is set whoever has the email",
        "campaign/outbox/lease.py",
        "return bool(execute(MARK, [to_database(timezone.now()), message.pk, self.token]))",
        "execute(MARK, [to_database(timezone.now()), message.pk, self.token])\n        return True",
        "tests/campaign/outbox/test_lease.py tests/campaign/outbox/test_recovery.py",
    ),
    Sabotage(
        "a form of another site is taken",
        "campaign/http/refusals.py",
        "    if is_cross_site(request):\n",
        "    if not request:\n",
        "tests/campaign/letters/test_confirming.py",
    ),
    Sabotage(
        "a page is rendered before the version is read",
        "councils/page_cache.py",
        """            version = record_version.renew()
            response = view(request, *args, **kwargs)
""",
        """            response = view(request, *args, **kwargs)
            version = record_version.renew()
""",
        "tests/councils/test_page_cache.py",
    ),
    Sabotage(
        "an erasure is not in the ledger",
        "campaign/privacy/subject_access.py",
        "            ledger.record(ledger.Kind.ERASED, name)\n",
        "",
        "tests/campaign/operations/test_ledger_applied.py",
    ),
    Sabotage(
        "mailboxes are compared by their spelling",
        "councils/email_addresses.py",
        """    name = name.partition("+")[0]
    if domain in ("gmail.com", "googlemail.com"):
        name, domain = name.replace(".", ""), "gmail.com"
""",
        "",
        "tests/campaign/supporters/test_stopping.py",
    ),
    Sabotage(
        "an inherited signature counts",
        "councils/record/snapshot.py",
        'return self.counts["signed"]\n',
        'return self.counts["signed"] + self.counts["inherited"]\n',
        "tests/councils/record/test_snapshot.py",
    ),
    Sabotage(
        "opening the link confirms a letter",
        "campaign/letters/views/from_email.py",
        """    if request.method != "POST":
        return confirm_page(request, draft)
    if refusal := refuse(request):
        return refusal.answer(confirm_page(request, draft, refusal=refusal))
    if request.POST.get("confirmations_sent") != str(letter.confirmations_sent):
""",
        """    is_sent = request.method == "POST"
    if is_sent and (refusal := refuse(request)):
        return refusal.answer(confirm_page(request, draft, refusal=refusal))
    if is_sent and request.POST.get("confirmations_sent") != str(letter.confirmations_sent):
""",
        "tests/campaign/letters/test_confirming.py",
    ),
    Sabotage(
        "an error is logged with its words",
        "campaign/http/log_masking.py",
        '{type(error).__qualname__}"\n',
        '{type(error).__qualname__}: {error}"\n',
        "tests/campaign/http/test_log_masking.py tests/campaign/privacy/test_canaries.py",
    ),
    Sabotage(
        "the guard is silent",
        "councils/safeguarding/call_for_help.py",
        """    if has_phrase_always_heard(pieces):
        return True
    return len(""",
        """    if pieces:
        return False
    return len(""",
        "tests/test_child_in_danger.py",
    ),
    Sabotage(
        "after fifty calls for help in a day nobody is told of another",
        "campaign/safeguarding/incoming.py",
        "    if not to or (last and last.due_at > now):\n",
        "    if not to or number > EMAILS_A_DAY:\n",
        "tests/campaign/safeguarding/test_incoming.py",
    ),
)


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        clone = Path(name) / "site"
        subprocess.run(["git", "clone", "--quiet", "--shared", ROOT, clone], check=True)
        every_test = sorted({test for each in SABOTAGES for test in each.tests.split()})
        if run(clone, every_test):
            print("The tests fail before anything is broken: mend that first.")
            return 1
        results = [outcome(clone, sabotage) for sabotage in SABOTAGES]
    return 0 if set(results) == {"red"} else 1


def outcome(clone: Path, sabotage: Sabotage) -> str:
    """Make a change, print and return what became of the tests, and put the code back."""
    path = clone / sabotage.file
    code = path.read_text("utf-8") if path.exists() else ""
    if code.count(sabotage.before) != 1:
        said = "DOES NOT APPLY"
    else:
        path.write_text(code.replace(sabotage.before, sabotage.after), "utf-8")
        ended = run(clone, sabotage.tests.split())
        said = {0: "GREEN", FAILED_TESTS: "red"}.get(ended, "COULD NOT BE RUN")
        path.write_text(code, "utf-8")
    print(f"{said:16} {sabotage.name}", flush=True)
    return said


def run(clone: Path, tests: list[str]) -> int:
    """Run tests until one fails; return what pytest ended with."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-n", "0", "-x", "-p", "no:cacheprovider", *tests],
        cwd=clone, env={**os.environ, "DEBUG": "on"}, check=False,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ).returncode  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
