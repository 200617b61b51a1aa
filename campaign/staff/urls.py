"""The addresses of the staff site. Importing this loads all its lists and forms."""

from django.contrib import admin

admin.autodiscover()

urlpatterns = admin.site.get_urls()
