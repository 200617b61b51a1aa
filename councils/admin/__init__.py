from councils.admin import (
    contacts,
    councils,
    dated_facts,
    evidence_links,
    imports,
    pre_election,
    quiet_periods,
    reorganisations,
)
