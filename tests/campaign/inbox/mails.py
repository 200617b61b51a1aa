"""The mails in mail/: all about one letter to Sheffield, written for these tests."""

from pathlib import Path

FOLDER = Path(__file__).parent / "mail"
TOKEN = "t0kenOfTheLetterToSheffield"
RECIPIENT = "leadmember@sheffield.example"
MESSAGE_ID = "<letter-7f3a9c@runaways.example>"


def mail(name: str) -> bytes:
    return (FOLDER / f"{name}.eml").read_bytes()
