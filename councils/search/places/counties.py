"""The county or borough that distinguishes a place from others with the same name."""

import csv
from pathlib import Path

from councils.register.rows import CouncilRow, Register

COUNTIES = Path(__file__).resolve().parent / "counties.csv"


class Counties:
    """The area that people say a district is in.

    Ceremonial counties of unitary and metropolitan councils are in ``counties.csv``. On Teesside
    and in Hull they are what people say there, not what the Lieutenancies Act 1997 says.
    """

    def __init__(self, register: Register):
        self._councils = register.councils
        self._by_gss: dict[str, CouncilRow] = {}
        for former in register.codes:
            self._by_gss[former.gss] = self._councils[former.code]
        for council in self._councils.values():
            if council.gss:
                self._by_gss[council.gss] = council
        with COUNTIES.open(encoding="utf-8", newline="") as file:
            self._counties = {row["code"]: row["county"] for row in csv.DictReader(file)}

    def council_name(self, gss: str | None) -> str:
        """Return the short name of a district. Raises KeyError for a code not in the register."""
        return self._by_gss[gss or ""].short_name

    def area(self, gss: str | None) -> str:
        """Return a borough's own name in London, elsewhere the county of a district.

        Raises KeyError for a code not in the register, or a council not in ``counties.csv``.
        """
        council = self._by_gss[gss or ""]
        if council.kind in ("london", "city"):
            return council.short_name
        if council.kind == "district":
            return self._councils[council.county].short_name
        return self._counties[council.code]
