"""What a page that speaks of a mail of ours says while mail leaves late."""

from django import template

from campaign.outbox.health import is_held_up

register = template.Library()


@register.inclusion_tag("outbox/held_up.html")
def held_up_mail():
    """Say so, where a visitor is told to look for a mail; nothing while all is well."""
    return {"held_up": is_held_up()}
