"""What people agree to. Never change a wording once it was shown: add the next."""

WORDINGS = {
    "signing": {
        1: "Send me one email when {council} signs the Runaways’ Charter. I can stop it at any"
        " time.",
        2: "Email me once {council} is on record as having signed the Runaways’ Charter. You may"
        " also email me to check my address, to ask whether to go on, or if the council closes. I"
        " can stop it at any time.",
        3: "Email me when {council} is listed as having signed the Runaways’ Charter. You can also"
        " email me to check my address, to ask whether I still want this, or if the council"
        " closes. I can stop it at any time.",
    },
    "updates": {
        1: "Email me when there is something to do or to know about children who run away in"
        " {council}, at most six times a year.",
        2: "Email me when there’s something to do or to know about children who run away in"
        " {council}. Six emails a year at most.",
    },
}
"""By kind of wish. Nobody who agreed to the one is taken to have agreed to the other."""


def current(kind: str) -> int:
    """Return the version of the wording that is shown today."""
    return max(WORDINGS[kind])


def words(kind: str, council: str, version: int | None = None) -> str:
    """Return a wording, today's if no other is named, for a council as inside a sentence."""
    return WORDINGS[kind][version or current(kind)].format(council=council)
