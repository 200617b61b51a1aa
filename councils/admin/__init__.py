from councils.admin import (
    contacts,
    councils,
    dated_facts,
    imports,
    quiet_periods,
    reorganisations,
)
