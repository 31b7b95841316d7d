# One image for web, worker, beat and migrations; docker-compose.yml has their commands.
FROM python:3.11-slim AS build
RUN python -m venv /venv
COPY requirements.lock /
RUN /venv/bin/pip install --no-cache-dir --require-hashes -r /requirements.lock
COPY . /app
WORKDIR /app
# Catalogues and static files need settings that hold together, not those of an installation.
RUN . scripts/test-environment.sh && . scripts/no-servers.sh && /venv/bin/python -m coaching.prepare files

FROM python:3.11-slim
# Pango draws the yearly report as PDF.
RUN apt-get update && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --no-create-home kotipesa
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/venv/bin:/usr/local/bin:/usr/bin:/bin PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER kotipesa
EXPOSE 8000
CMD ["gunicorn", "--bind=0.0.0.0:8000"]
