from django.apps import AppConfig, apps
from django.db.models import fields
from django.db.models.signals import post_migrate

from campaign.form_words import use_our_words

use_our_words()  # before any app is ready and imports a form
# Django's way to say it in other words than "- Select an option -".
fields.BLANK_CHOICE_LABEL = "Select one"


class CampaignConfig(AppConfig):
    """The project itself, once all apps are loaded."""

    name = "campaign"
    verbose_name = "Campaign"

    def ready(self) -> None:
        from campaign import (
            checks,  # noqa: F401  importing them registers them
            rate_limits,
        )
        from campaign.asking.models import answered_elsewhere, heard_from
        from campaign.inbox import process as inbox
        from campaign.letters.incoming import reply_to_stranger
        from campaign.letters.pending import readdress_pending
        from campaign.operations import watch
        from campaign.outbox.models import LETTERS_NEED, MailSettings
        from campaign.outbox.worker import EACH_MINUTE
        from campaign.pages.models import is_being_prepared, is_organisation_known
        from campaign.safeguarding.alarm import tell_of_one
        from campaign.safeguarding.calls import hear
        from campaign.safeguarding.watch import watch_calls
        from campaign.sign_up.models import ON_OWN_MAIL
        from campaign.staff.roles import renew_roles
        from campaign.tasks.models import ON_PASSING_ON
        from councils.models.contact import on_contact_change

        # What knows nothing of the rooms above it is told here whom to call or to ask.
        on_contact_change.append(readdress_pending)
        EACH_MINUTE.append(watch.stand_in)
        inbox.ON_CALL.append(hear)
        inbox.ON_ANSWER.append(answered_elsewhere)
        inbox.ON_STRANGER.append(reply_to_stranger)
        ON_PASSING_ON.append(tell_of_one)
        ON_OWN_MAIL.append(heard_from)
        rate_limits.HOW_BUSY.append(lambda: MailSettings.current().busy_factor)
        EACH_MINUTE.append(watch_calls)
        LETTERS_NEED["the site is being prepared"] = lambda: not is_being_prepared()
        LETTERS_NEED["who runs the site is not filled in"] = is_organisation_known
        # Django makes permissions after each migrate, so roles, which consist of them, are made
        # then too: staff come after the apps that have models.
        post_migrate.connect(renew_roles, sender=apps.get_app_config("staff"))
