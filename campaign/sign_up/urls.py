"""The addresses of the sign-up form, the charter’s text and certificates."""

from django.urls import path, re_path

from campaign.sign_up import views

app_name = "sign_up"

urlpatterns = [
    path("sign/", views.sign, name="sign"),
    path("sign/confirm/<slug:token>/", views.confirm, name="confirm"),
    path("charter/text/", views.text, name="text"),
    # Short, as it is printed; people may type no slash after it.
    re_path(r"^v/(?P<number>\d{1,9})/?$", views.standing, name="standing"),
    path("v/<int:number>/certificate/", views.standing, {"certificate": True}, name="certificate"),
]
