"""Replace an address that no longer works, and send again what came back, in one step."""

from dataclasses import dataclass

from django import forms
from django.contrib.auth.models import User
from django.db import transaction

from campaign.letters import emails
from campaign.letters.models import Letter, State
from campaign.letters.recipient import choose_recipient
from campaign.outbox.models import MessageState, OutgoingMessage
from campaign.purposes import Purpose
from councils.dates import format_local_date, today
from councils.email_addresses import ascii_address, cleaned_address, is_address
from councils.models import Contact
from councils.record import record_on

NOTE = (
    "The address that we had for the council did not work. We have a new one now, and are sending"
    " your letter there. You do not need to do anything."
)
"""What the note to the writers says unless staff change it."""


@dataclass(frozen=True, slots=True)
class StuckLetter:
    """A letter that came back from an address, was refused there, or waits to go there."""

    letter: Letter
    message: OutgoingMessage

    @property
    def waits(self) -> bool:
        return self.letter.state in (State.QUEUED, State.DEFERRED)

    @property
    def is_ticked(self) -> bool:
        """Whether it is to go again: nobody has answered it, or sent it in another way."""
        letter = self.letter
        is_answered = letter.answered == "yes" or letter.answer_received_at
        return not (is_answered or letter.self_sent_at)

    @property
    def words(self) -> str:
        """The line that staff read about it; it names nobody."""
        letter = self.letter
        day = format_local_date(letter.bounced_at or letter.outcome_at or letter.created_at)
        state = {State.BOUNCED: "came back", State.FAILED: "was refused"}.get(
            State(letter.state), "waits"
        )
        notes = [f"{letter.reference}: {state}, {day}"]
        if letter.self_sent_at:
            notes.append("its writer has sent it in another way")
        if letter.answered == "yes" or letter.answer_received_at:
            notes.append("it was answered")
        return "; ".join(notes)


def stuck_letters(contact: Contact) -> list[StuckLetter]:
    """Return the letters to the address of a contact that came back or wait, oldest first."""
    messages = OutgoingMessage.objects.filter(
        is_address("recipient", contact.email), purpose=Purpose.LETTER
    ).exclude(content=b"")
    by_key = {message.key: message for message in messages.exclude(state=MessageState.CANCELLED)}
    stuck = [State.BOUNCED, State.FAILED, State.QUEUED, State.DEFERRED]
    letters = Letter.objects.filter(council=contact.council_id, state__in=stuck, is_test=False)
    return [
        StuckLetter(letter, by_key[letter.reference])
        for letter in letters.select_related("council").order_by("pk")
        if letter.reference in by_key
    ]


class NewAddressForm(forms.Form):
    """The new address, where it was found, which letters go there, and a note to their writers."""

    email = forms.CharField(
        label="New address",
        max_length=254,
        help_text="The mailbox of the role, if there is one, rather than a person’s own.",
    )
    source = forms.CharField(label="Found at", max_length=500, help_text="A link, or how you know.")
    note = forms.CharField(
        label="Note to the writers",
        initial=NOTE,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "cols": 80}),
        help_text="One email to each whose letter goes again. A link to the letter’s page follows.",
    )
    letters = forms.MultipleChoiceField(
        label="Send again",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="These letters came back. Those that are ticked go to the new address.",
    )

    def __init__(self, *args: object, contact: Contact, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.contact = contact
        self.stuck = stuck_letters(contact)
        came_back = [letter for letter in self.stuck if not letter.waits]
        letters = self.fields["letters"]
        assert isinstance(letters, forms.MultipleChoiceField)
        letters.choices = [(str(stuck.letter.pk), stuck.words) for stuck in came_back]
        letters.initial = [str(stuck.letter.pk) for stuck in came_back if stuck.is_ticked]

    @property
    def waiting_words(self) -> str:
        """Say how many letters wait, and go to the new address by themselves; "" for none."""
        number = sum(stuck.waits for stuck in self.stuck)
        if not number:
            return ""
        letters = "1 letter waits, and goes" if number == 1 else f"{number} letters wait, and go"
        return f"{letters} to the new address without being ticked."

    def clean_email(self) -> str:
        email = cleaned_address(self.cleaned_data["email"])
        try:
            ascii_address(email)
        except ValueError as error:
            raise forms.ValidationError("Email cannot be sent to this address.") from error
        if email.lower() == self.contact.email.lower():
            raise forms.ValidationError("This is the address that no longer works.")
        return email

    def save(self, user: User) -> int:
        """Give the contact its new address, and send what was ticked; return how many letters."""
        chosen = set(self.cleaned_data["letters"])
        came_back = [stuck for stuck in self.stuck if str(stuck.letter.pk) in chosen]
        with transaction.atomic():
            self.contact.update(
                email=self.cleaned_data["email"],
                source=self.cleaned_data["source"],
                checked_on=today(),
                check_again_on=None,
            )
            return sum(send_again(stuck, user, self.cleaned_data["note"]) for stuck in came_back)


def send_again(stuck: StuckLetter, user: User, note: str) -> bool:
    """Send one letter to the address that its council has now, and tell its writer."""
    letter, message = stuck.letter, stuck.message
    contacts = list(Contact.objects.filter(council_id=letter.council_id))
    to = choose_recipient(contacts, record_on().by_id[letter.council_id])
    if not to.email or not message.resend_to(user, to.email, emails.recipient_header(to)):
        return False
    letter.requeue()
    letter.tell("new_address", message.decisions.count(), note=note.strip())
    return True
