"""A small consistent register, for tests that break one thing in it."""

COUNCILS = """\
code,slug,gss,name,short_name,kind,nation,region,website,county,starts_on,ends_on
CRF,cardiff,W06000015,Cardiff Council,Cardiff,welsh,Wales,,,,,
DOV,dover,E07000108,Dover District Council,Dover,district,England,South East,,KEN,,
ELM,elmbridge,E07000207,Elmbridge Council,Elmbridge,district,England,South East,,SRY,,2027-04-01
ESY,east-surrey,,East Surrey Council,East Surrey,unitary,England,South East,,,2027-04-01,
KEN,kent,E10000016,Kent County Council,Kent,county,England,South East,https://kent.example/,,,
SRY,surrey,E10000030,Surrey County Council,Surrey,county,England,South East,,,,2027-04-01
"""
NAMES = """\
code,name,kind,starts_on,ends_on
CRF,Cyngor Caerdydd,welsh,,
KEN,Kent County,other,,
"""
CODES = """\
code,gss,starts_on,ends_on
KEN,E10000099,,2013-04-01
"""
LINEAGE = """\
old,new,on,kind
ELM,ESY,2027-04-01,replaces
SRY,ESY,2027-04-01,replaces
"""
SIGNATURES = """\
code,edition,precision,date,signed_by,role,source,source_url,source_kind,note,checked_on
KEN,2012-07-09,by,2012-12-03,,,A report,,report,,2026-11-24
"""
MISSING_FROM_CARE = """\
code,year,looked_after,children,percent,incidents
KEN,2023,2000,c,c,c
KEN,2024,2000,200,10,900
"""
FILES = {
    "councils": COUNCILS,
    "names": NAMES,
    "codes": CODES,
    "lineage": LINEAGE,
    "signatures": SIGNATURES,
    "missing_from_care": MISSING_FROM_CARE,
}


def write_register(folder, **texts):
    """Write the small register into ``folder`` with the files given instead, and return it."""
    for name, text in (FILES | texts).items():
        data = text if isinstance(text, bytes) else text.encode()
        (folder / f"{name}.csv").write_bytes(data)
    return folder
