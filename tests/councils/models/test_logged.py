"""No fact is changed without a reason, also in the shell."""

import pytest
from django.core.exceptions import ValidationError

from councils.models import Change

pytestmark = pytest.mark.promise(6)


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_correction_or_a_retraction_without_a_reason_changes_nothing(kent, reason):
    signature = kent.signatures.get()
    signature.signed_by = "Anna Smith"
    with pytest.raises(ValidationError, match="Say why"):
        signature.correct(reason)
    with pytest.raises(ValidationError, match="Say why"):
        signature.retract(reason)
    signature.refresh_from_db()
    assert (signature.signed_by, signature.retracted_on) == ("", None)
    assert not Change.objects.exists()
