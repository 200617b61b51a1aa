"""The addresses of the sign-up form and of the charter’s text."""

from django.urls import path

from campaign.sign_up import views

app_name = "sign_up"

urlpatterns = [
    path("sign/", views.sign, name="sign"),
    path("sign/confirm/<slug:token>/", views.confirm, name="confirm"),
    path("charter/text/", views.text, name="text"),
]
