"""Every address of the site, or the module that lists it."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.generic import TemplateView

from campaign.letters import urls as letters
from campaign.operations import views as monitoring
from campaign.outbox import dev_mail
from campaign.pages import views as pages
from campaign.pages.home import home
from campaign.safeguarding import views as safeguarding
from campaign.supporters import views as supporters
from campaign.tasks import views as tasks
from councils.addresses import redirect_former_slugs

handler400 = "campaign.views.bad_request"
handler403 = "campaign.views.forbidden"
handler404 = "campaign.views.not_found"
handler500 = "campaign.views.server_error"

task_urls = [
    path("councils/<slug:slug>/tell-us/", redirect_former_slugs(tasks.tell_us), name="tell_us")
]
dev_mail_urls = [
    path("", dev_mail.email_list, name="email_list"),
    path("<int:pk>/", dev_mail.email_detail, name="email"),
]
alert_urls = [
    path("alerts/", supporters.alerts, name="alerts"),
    path("alerts/confirm/<slug:token>/", supporters.confirm, name="confirm"),
    path("alerts/stop/<str:token>/", supporters.stop, name="stop"),
]
safeguarding_urls = [
    path("take/<str:token>/", safeguarding.take_call, name="take_call"),
    path("confirm/<str:token>/", safeguarding.confirm_address, name="confirm_safeguarding"),
]
complaint_urls = [path("complaints/", tasks.complain, name="complain")]

dev_pages = []
if settings.DEBUG:
    dev_pages.append(path("dev/mail/", include((dev_mail_urls, "dev_mail"))))

urlpatterns = [
    path("", home, name="home"),
    path("", include("councils.urls")),
    path("", include((letters.urlpatterns, "letters"))),
    path("", include((task_urls, "tasks"))),
    path("", include((alert_urls, "supporters"))),
    path("", include("campaign.sign_up.urls")),
    path("", include((complaint_urls, "complaints"))),
    path("safeguarding/", include(safeguarding_urls)),
    path("feed.atom", pages.news_feed, name="news_feed"),
    path("self-check/", pages.self_check, name="self_check"),
    path("health/live/", monitoring.alive),
    path("health/", monitoring.health),
    path("metrics", monitoring.metrics),
    path("robots.txt", TemplateView.as_view(template_name="robots.txt", content_type="text/plain")),
    path("sitemap.xml", pages.sitemap, name="sitemap"),
    path(".well-known/security.txt", pages.security, name="security"),
    *dev_pages,
    path("easy-read/<slug:slug>/", pages.easy_read, name="easy_read"),
    path("news/", pages.news, name="news"),
    path("news/<slug:slug>/", pages.news_item, name="news_item"),
    path("news/<slug:slug>/picture.jpg", pages.news_picture, name="news_picture"),
    path("admin/", admin.site.urls),
    path("<slug:slug>/", pages.page, name="page"),
]
