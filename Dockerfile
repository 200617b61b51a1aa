# The site in a container: docs/platform.md says which command each process runs.
FROM python:3.13-slim
RUN apt-get update && apt-get install -y --no-install-recommends postgresql-client restic && rm -rf /var/lib/apt/lists/*
WORKDIR /site
COPY requirements-production.txt .
RUN pip install --no-cache-dir --require-hashes -r requirements-production.txt
COPY . .
RUN SECRET_KEY=only-to-collect-files python manage.py collectstatic --noinput
RUN useradd --system --home-dir /site site
USER site
ENV HOST=0.0.0.0 PROXIES=1
CMD ["gunicorn", "-c", "campaign/gunicorn.py", "campaign.wsgi"]
