"""What people agree to. Never change a wording once it was shown: add the next."""

WORDINGS = {
    1: "Send me one email when {council} signs the Runaways’ Charter. I can stop it at any time.",
    2: "Email me once {council} is on record as having signed the Runaways’ Charter. You may also"
    " email me to check my address, to ask whether to go on, or if the council closes. I can stop"
    " it at any time.",
    3: "Email me when {council} is listed as having signed the Runaways’ Charter. You can also"
    " email me to check my address, to ask whether I still want this, or if the council closes. I"
    " can stop it at any time.",
}
CURRENT = max(WORDINGS)
UPDATE_WORDINGS = {
    1: "Email me when there is something to do or to know about children who run away in {council},"
    " at most six times a year.",
    2: "Email me when there’s something to do or to know about children who run away in {council}."
    " Six emails a year at most.",
}
"""A choice of its own. Nobody who agreed to the one is taken to have agreed to the other."""
CURRENT_UPDATES = max(UPDATE_WORDINGS)


def words(council: str, version: int = CURRENT) -> str:
    """Return the wording of a version, for a council named as inside a sentence."""
    return WORDINGS[version].format(council=council)


def update_words(council: str, version: int = CURRENT_UPDATES) -> str:
    return UPDATE_WORDINGS[version].format(council=council)
