"""The tables that the code of a release reads and writes, as data."""

from django.apps import apps
from django.db.models import NOT_PROVIDED


def schema() -> dict[str, dict[str, bool]]:
    """Return, by table and column, whether a writer may leave the column out."""
    return {
        model._meta.db_table: {
            field.column: may_be_left_out(field) for field in model._meta.local_concrete_fields
        }
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }


def may_be_left_out(field) -> bool:
    return (
        field.null or field.primary_key or field.generated or field.db_default is not NOT_PROVIDED
    )
