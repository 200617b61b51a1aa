"""What people type that programs stumble over, and emails read back as a mail program does."""

import email
import email.policy

AWKWARD = "{area} {{x}} {% y %} 100%s %(z)s \"quotes\" 'too' <b>&amp;</b> 🙂 שלום مرحبا \\n +"
NAMES = [
    "Anna Smith",
    "Smith, Anna",
    'O\'Neill, Zoë "Zed"',
    "Anna <anna@elsewhere.example>, Bob",
    "安娜 🙂",
    "שלום עולם",
    "مرحبا",
    "=?utf-8?q?Council?=",
    "A\\B (C); D: E",
    "a" * 120,
    "Zoë, " * 24,
    "é" * 120,
]
FOREIGN = [
    {"Origin": "https://elsewhere.example"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
]


def read(message) -> email.message.EmailMessage:
    return email.message_from_bytes(bytes(message.content), policy=email.policy.default)


def text_of(message) -> str:
    return read(message).get_content().replace("\r\n", "\n").rstrip("\n")
