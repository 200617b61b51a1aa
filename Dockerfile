# The site in a container: docs/platform.md says which command each process runs.
# By its digest, so that a build is the same tomorrow; .github/dependabot.yml renews it each month.
FROM python:3.13-slim-trixie@sha256:9d2e5553305c7c7b0097999bb17187c69b921ccd6bc9d40e4bb5ebe652c00285
RUN apt-get update && apt-get upgrade -y && apt-get install -y --no-install-recommends postgresql-client restic && rm -rf /var/lib/apt/lists/*
WORKDIR /site
COPY requirements-production.txt .
RUN pip install --no-cache-dir --require-hashes -r requirements-production.txt
COPY . .
RUN SECRET_KEY=only-to-collect-files python manage.py collectstatic --noinput
RUN useradd --system --uid 999 --home-dir /site site && install -d -o site /ledger
ARG COMMIT=""
RUN echo "$COMMIT" > COMMIT
USER 999
ENV HOST=0.0.0.0 PROXIES=1 RESTIC_CACHE_DIR=/tmp/restic
CMD ["gunicorn", "-c", "campaign/gunicorn.py", "campaign.wsgi"]
