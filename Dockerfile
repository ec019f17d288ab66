# One image for the web server, the workers and the commands. compose.yaml says which runs what.
FROM node:24-slim AS packages
WORKDIR /packages
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund

FROM python:3.13-slim
# pg_dump and pg_restore, for manage.py backup and restore
RUN apt-get update \
 && apt-get install --yes --no-install-recommends postgresql-client \
 && rm -rf /var/lib/apt/lists/*

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 STATIC_ROOT=/srv/clearband/staticfiles
WORKDIR /srv/clearband

# What a server needs: requirements.in down to the embedded servers, each at the version of requirements.txt.
COPY requirements.in requirements.txt ./
RUN sed '/^# embedded servers/,$d' requirements.in > direct.txt \
 && pip install --no-cache-dir --requirement direct.txt --constraint requirements.txt

COPY --from=packages /packages/node_modules node_modules
COPY . .
RUN DJANGO_SETTINGS_MODULE=config.typecheck_settings python manage.py collectstatic --no-input

RUN useradd --system --no-create-home clearband
USER clearband
EXPOSE 8000
CMD ["gunicorn", "--config", "config/gunicorn.py", "--bind", "0.0.0.0:8000"]
