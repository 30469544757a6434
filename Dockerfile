# One file, four images: `serving` (no TensorFlow, no Dagster), `events` (the same and the bus), `orchestration` (everything that builds), `console` (static files).
FROM node:20-slim AS console-build
WORKDIR /console
COPY console/package.json console/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY console ./
RUN npm run build

FROM python:3.12-slim AS base
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PATH=/khaywe/.venv/bin:$PATH
RUN useradd --create-home --uid 10001 khaywe && mkdir -p /khaywe/var && chown -R khaywe /khaywe
WORKDIR /khaywe
COPY requirements/uv.txt requirements/uv.txt
RUN python -m venv .venv && .venv/bin/pip install --no-cache-dir --require-hashes -r requirements/uv.txt

FROM base AS serving
COPY requirements/serving.txt requirements/serving.txt
RUN uv pip sync --no-cache --require-hashes requirements/serving.txt
COPY loyalty loyalty
COPY ml ml
COPY serving serving
COPY definitions definitions
COPY dbt_project dbt_project
USER khaywe
EXPOSE 8000
CMD ["python", "-m", "uvicorn", "--factory", "serving.main:app_from_settings", "--host", "0.0.0.0", "--port", "8000", "--no-access-log"]

FROM base AS events
COPY requirements/events.txt requirements/events.txt
RUN uv pip sync --no-cache --require-hashes requirements/events.txt
COPY loyalty loyalty
COPY ml ml
COPY serving serving
COPY definitions definitions
COPY dbt_project dbt_project
USER khaywe
EXPOSE 8001
CMD ["python", "-m", "serving.events.main"]

FROM base AS orchestration
COPY requirements/all.txt requirements/all.txt
RUN uv pip sync --no-cache --require-hashes requirements/all.txt
# For a Snowflake warehouse: docker build --build-arg DBT_SNOWFLAKE=1
ARG DBT_SNOWFLAKE=""
COPY requirements/dbt-snowflake.txt requirements/dbt-snowflake.txt
RUN if [ -n "$DBT_SNOWFLAKE" ]; then uv venv .venv-dbt-snowflake \
  && uv pip sync --no-cache --require-hashes --python .venv-dbt-snowflake/bin/python requirements/dbt-snowflake.txt; fi
COPY loyalty loyalty
COPY ml ml
COPY orchestration orchestration
COPY khaywe khaywe
COPY dbt_project dbt_project
COPY definitions definitions
COPY dagster.yaml workspace.yaml ./
ENV DAGSTER_HOME=/khaywe/var/dagster PYTHONPATH=/khaywe
RUN python -m orchestration.transform.project && mkdir -p var/dagster && cp dagster.yaml var/dagster/ && chown -R khaywe var
USER khaywe
EXPOSE 4000 3000
CMD ["dagster", "code-server", "start", "-m", "orchestration.definitions", "-h", "0.0.0.0", "-p", "4000"]

FROM nginxinc/nginx-unprivileged:1-alpine AS console
COPY console/nginx.conf /etc/nginx/conf.d/default.conf
COPY --from=console-build /console/dist /usr/share/nginx/html
