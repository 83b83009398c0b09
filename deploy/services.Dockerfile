# The gateway, the action server and the database's step: Python 3.12, one image, three commands.
# Built from the checkout's root: docker build -f deploy/services.Dockerfile -t wenpan/services .
FROM python:3.12-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
RUN python -m venv /app/.venv
COPY locks/services.txt locks/node.txt locks/
RUN .venv/bin/pip install --no-deps --require-hashes -r locks/services.txt
# The modules of the desk's pages; without npm, Node comes from a wheel into .tools, which stays behind here.
COPY gateway/__init__.py gateway/environments.py gateway/front_end.py gateway/
COPY desk/web/package.json desk/web/package-lock.json desk/web/
RUN python -m gateway.front_end && test -s desk/web/vendor/preact.js

FROM python:3.12-slim-bookworm
# Nothing is written beside var/ and /tmp. Threads of small matrix products wait for each other: one each.
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    OPENBLAS_NUM_THREADS=1 HOME=/tmp MPLCONFIGDIR=/tmp/matplotlib
WORKDIR /app
RUN groupadd --gid 10001 wenpan && useradd --uid 10001 --gid wenpan --no-create-home --home-dir /tmp wenpan \
 && install -d -o wenpan -g wenpan var var/media var/received var/knowledge var/backups
COPY --from=build /app/.venv .venv
COPY actions actions
COPY channels channels
COPY charts charts
COPY conversations conversations
COPY customers customers
COPY data data
COPY desk desk
COPY gateway gateway
COPY knowledge knowledge
COPY market market
COPY notices notices
COPY pages pages
COPY rules rules
COPY sealing sealing
COPY telemetry telemetry
COPY wire wire
COPY bot/topics.yml bot/topics.yml
COPY --from=build /app/desk/web/vendor desk/web/vendor
RUN python -m compileall -q actions channels charts conversations customers desk gateway knowledge market notices pages rules sealing telemetry wire
USER 10001:10001
EXPOSE 8000 5055
CMD ["python", "-m", "gateway.serve"]
