"""What people say yes to. A version is never changed once it was shown: add the next."""

WORDINGS = {
    1: "Send me one email when {council} signs the Runaways’ Charter. I can stop it at any time.",
}
CURRENT = max(WORDINGS)


def words(council: str, version: int = CURRENT) -> str:
    return WORDINGS[version].format(council=council)
