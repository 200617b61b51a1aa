"""Enter a plan for good."""

from django.db import transaction

from councils.models import RecordVersion, Reorganisation
from councils.reorganisation.apply import apply_plan, log_plan
from councils.reorganisation.plan import Plan
from councils.reorganisation.preview import preview_plan


def enter_plan(plan: Plan) -> Reorganisation:
    """Apply a plan and write its public lines, in one transaction. Raises ValidationError."""
    with transaction.atomic():
        # A lock: of two plans entered at the same time, each would end the county.
        list(RecordVersion.objects.select_for_update())
        summary = preview_plan(plan).summary
        applied_changes = apply_plan(plan)
        log_plan(plan)
        return Reorganisation.objects.create(
            county=plan.county,
            on=plan.on,
            reason=plan.reason,
            applied_changes=applied_changes,
            summary="\n".join(summary),
        )
