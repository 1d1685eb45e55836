import platform

import django
from django.db import connection
from django.shortcuts import render


def home(request):
    with connection.cursor() as cursor:
        cursor.execute("select sqlite_version()")
        (sqlite,) = cursor.fetchone()
    versions = {"python": platform.python_version(), "django": django.get_version(), "sqlite": sqlite}
    return render(request, "pages/home.html", versions)
