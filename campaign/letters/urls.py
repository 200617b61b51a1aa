"""Every page of a letter, and every act on it, at an address of its own."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from campaign.letters.views import (
    afterwards,
    by_hand,
    link_in_email,
    lost_links,
    sending,
    writing,
)
from councils.addresses import redirect_former_slugs

draft_urls = [
    # The letter, and its buttons
    path("", writing.letter, name="draft"),
    path("words/", writing.words, name="words"),
    path("afresh/", writing.afresh, name="afresh"),
    path("keep/", writing.keep, name="keep"),
    path("meanwhile/", writing.meanwhile, name="meanwhile"),
    path("send/", writing.send, name="send"),
    # From pages in old tabs (views/old_screens.py)
    path("points/", writing.letter),
    path("back/", writing.letter),
    # We send it
    path("check/", sending.check, name="check"),
    path("code/", sending.code, name="code"),
    path("new-code/", sending.new_code, name="new_code"),
    # Its writer sends it
    path("yourself/", by_hand.yourself, name="yourself"),
    path("sent/", by_hand.sent, name="sent"),
    path("clear/", by_hand.clear, name="clear"),
]

private_urls = [
    path("", afterwards.private, name="private"),
    path("answered/", afterwards.answered, name="answered"),
    path("self-sent/", afterwards.self_sent, name="self_sent"),
    path("write-again/", afterwards.write_again, name="write_again"),
    path("cancel/", afterwards.cancel, name="cancel"),
    path("delete/", afterwards.delete, name="delete"),
    # From the email
    path("confirm/", link_in_email.confirm, name="confirm"),
    re_path(r"^confirm(?!/?\Z)[\s\S]*\Z", link_in_email.without_junk),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("councils/<slug:slug>/write/", redirect_former_slugs(writing.write), name="write"),
    path(
        "councils/<slug:slug>/write/again.ics",
        redirect_former_slugs(afterwards.write_again_file),
        name="again",
    ),
    path("councils/<slug:slug>/write/<str:draft_token>/", include(draft_urls)),
    path("letters/lost/", lost_links.lost, name="lost"),
    path("letters/lost/sent/", lost_links.lost_sent, name="lost_sent"),
    path("letters/cleared/", afterwards.cleared, name="cleared"),
    path("letters/<str:token>/", include(private_urls)),
]
