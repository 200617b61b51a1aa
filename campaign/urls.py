"""The whole site map in one screen."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import TemplateView

from campaign import views
from campaign.letters import views as letters
from campaign.pages import views as pages
from campaign.tips import views as tips

handler400 = "campaign.views.bad_request"
handler403 = "campaign.views.forbidden"
handler404 = "campaign.views.not_found"
handler500 = "campaign.views.server_error"

letter_urls = [path("councils/<slug:slug>/write/", letters.write, name="write")]
tip_urls = [path("councils/<slug:slug>/tell-us/", tips.tell_us, name="tell_us")]

urlpatterns = [
    path("", views.home, name="home"),
    path("", include("councils.urls")),
    path("", include((letter_urls, "letters"))),
    path("", include((tip_urls, "tips"))),
    path("health/live/", views.alive),
    path("health/", views.health),
    path("robots.txt", TemplateView.as_view(template_name="robots.txt", content_type="text/plain")),
    path("admin/", admin.site.urls),
    path("<slug:slug>/", pages.page, name="page"),
]
