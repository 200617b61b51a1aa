"""Every screen of a letter, and every act on it, at an address of its own."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from campaign.letters.screen_text import Cleared
from campaign.letters.views import (
    by_hand,
    check_email,
    from_email,
    letter,
    lost_links,
    status,
    topics,
)
from councils.addresses import redirect_former_slugs

draft_urls = [
    # Screen 1
    path("points/", topics.topics, name="topics"),
    # Screen 2
    path("", letter.letter, name="draft"),
    path("keep/", letter.keep, name="keep"),
    path("back/", letter.back, name="back"),
    path("fit-status/", letter.fit_status, name="fit_status"),
    path("as-it-is/", letter.as_it_is, name="as_it_is"),
    path("move/", letter.move, name="move"),
    path("send/", letter.send, name="send"),
    # Screen 3: we send it
    path("check/", check_email.check, name="check"),
    path("code/", check_email.code, name="code"),
    path("new-code/", check_email.new_code, name="new_code"),
    path("change-email/", check_email.change_email, name="change_email"),
    # Screen 3: its writer sends it
    path("yourself/", by_hand.yourself, name="yourself"),
    path("sent/", by_hand.sent, name="sent"),
    path("clear/", by_hand.clear, name="clear"),
]

private_urls = [
    path("", status.status, name="private"),
    path("answered/", status.answered, name="answered"),
    path("answer/", status.answer, name="answer"),
    path("self-sent/", status.self_sent, name="self_sent"),
    path("write-again/", status.write_again, name="write_again"),
    path("cancel/", status.cancel, name="cancel"),
    path("delete/", status.delete, name="delete"),
    # From the email
    path("confirm/", from_email.confirm, name="confirm"),
    re_path(r"^confirm(?!/?\Z)[\s\S]*\Z", from_email.without_junk),
    path("change/", from_email.change, name="change"),
    path("not-me/", from_email.not_me, name="not_me"),
    path("not-me/never/", from_email.never, name="never"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("councils/<slug:slug>/write/", redirect_former_slugs(topics.write), name="write"),
    path("councils/<slug:slug>/write/again.ics", by_hand.write_again_file, name="again"),
    path("councils/<slug:slug>/write/<str:draft_token>/", include(draft_urls)),
    path("letters/lost/", lost_links.lost, name="lost"),
    path("letters/lost/sent/", lost_links.lost_sent, name="lost_sent"),
    path("letters/cleared/", by_hand.cleared, name="cleared"),
    *(
        path(f"letters/{where}/", by_hand.cleared, {"left": left}, name=name)
        for where, left, name in (
            ("cleared/self-sent", Cleared.SELF_SENT, "cleared_self_sent"),
            ("cancelled", Cleared.CANCELLED, "cancelled"),
        )
    ),
    path("letters/<str:token>/", include(private_urls)),
]
