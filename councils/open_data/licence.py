"""The licences of the data, and the attribution they ask for."""

from typing import NamedTuple


class Licence(NamedTuple):
    """A licence and the part of the data it covers."""

    name: str
    title: str
    path: str
    covers: str

    @property
    def as_json(self) -> dict[str, str]:
        return {"name": self.name, "title": self.title, "path": self.path}


CC_BY = Licence(
    "CC-BY-4.0",
    "Creative Commons Attribution 4.0",
    "https://creativecommons.org/licenses/by/4.0/",
    "names, codes and kinds of councils (mySociety, changed here), and the record itself",
)
OGL = Licence(
    "OGL-UK-3.0",
    "Open Government Licence v3.0",
    "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    "GSS codes, postcodes and the shapes drawn from them (Office for National Statistics), regions"
    " and children missing from care (Department for Education), websites (GOV.UK)",
)
LICENCES = (CC_BY, OGL)

LICENCES_IN_ONE_LINE = "; ".join(f"{licence.title} ({licence.path})" for licence in LICENCES)
"""For a field that holds a single string."""

ATTRIBUTION = (
    "Make Runaways Safe. Council names and codes: mySociety, CC BY 4.0, changed here. Websites:"
    " GOV.UK, Crown copyright. Regions and children missing from care: Department for Education,"
    " Children looked after in England including adoptions, Open Government Licence v3.0. Contains"
    " OS data © Crown copyright and database right 2025. Contains Royal Mail data © Royal Mail"
    " copyright and database right 2025. Source: Office for National Statistics licensed under the"
    " Open Government Licence v3.0."
)
"""The words to put beside the data wherever it is used."""
