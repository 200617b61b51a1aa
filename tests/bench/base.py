"""BASE: a Django view without middleware that says hello, with which all else is compared."""

from django.conf import settings
from django.http import HttpResponse
from django.urls import path

settings.configure(
    SECRET_KEY="of no use", ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, MIDDLEWARE=[], DATABASES={}
)


def hello(request):
    return HttpResponse(b"hello")


urlpatterns = [path("", hello)]

from django.core.wsgi import get_wsgi_application  # noqa: E402  settings come first

application = get_wsgi_application()
