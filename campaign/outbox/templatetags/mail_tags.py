"""What a page that asks a visitor to look for an email says while email leaves late."""

from django import template

from campaign.outbox.health import is_held_up

register = template.Library()


@register.inclusion_tag("outbox/held_up.html")
def held_up_mail() -> dict[str, bool]:
    """Say that email is held up; nothing while all is well."""
    return {"is_held_up": is_held_up()}
