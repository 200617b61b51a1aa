"""Under which licences the data may be used, and whom to name."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Licence:
    """A licence, and the part of the data it is for."""

    name: str
    title: str
    path: str
    covers: str


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
    " (Department for Education), websites (GOV.UK)",
)
LICENCES = (CC_BY, OGL)

IN_WORDS = "; ".join(f"{licence.title} ({licence.path})" for licence in LICENCES)
"""Both in one line, for a field that holds one."""

ATTRIBUTION = (
    "Make Runaways Safe. Council names and codes: mySociety, CC BY 4.0, changed here. Websites:"
    " GOV.UK, Crown copyright. Regions: Department for Education, Children looked after in England"
    " including adoptions, Open Government Licence v3.0. Contains OS data © Crown copyright and"
    " database right 2025. Contains Royal Mail data © Royal Mail copyright and database right 2025."
    " Source: Office for National Statistics licensed under the Open Government Licence v3.0."
)
"""The words to put beside the data."""
