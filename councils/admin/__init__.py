from councils.admin import (
    contacts,
    councils,
    dated_facts,
    evidence_links,
    imports,
    quiet_periods,
    reorganisations,
)
