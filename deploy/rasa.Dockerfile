# The brain: Python 3.10, with the model trained as the image is built.
# Built from the checkout's root: docker build -f deploy/rasa.Dockerfile -t wenpan/rasa .
FROM python:3.10-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
RUN python -m venv /app/.venv
COPY locks/rasa.txt locks/
RUN .venv/bin/pip install --no-deps --require-hashes -r locks/rasa.txt
COPY bot bot
COPY telemetry telemetry
COPY wire wire
COPY market/__init__.py market/securities.py market/
COPY market/names market/names
COPY data data
ENV PATH=/app/.venv/bin:$PATH RASA_TELEMETRY_ENABLED=false SQLALCHEMY_SILENCE_UBER_WARNING=1 \
    TF_CPP_MIN_LOG_LEVEL=3 PYTHONWARNINGS=ignore OPENBLAS_NUM_THREADS=1 HOME=/tmp
# The folders of data/ that hold dialogue, as gateway/model.py finds them.
RUN mkdir models && python -m bot.train models/wenpan.tar.gz $(find data -mindepth 2 -maxdepth 2 \
    \( -name 'nlu*.yml' -o -name 'rules*.yml' -o -name 'stories*.yml' \) -printf '%h\n' | sort -u)

FROM python:3.10-slim-bookworm
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 RASA_TELEMETRY_ENABLED=false \
    SQLALCHEMY_SILENCE_UBER_WARNING=1 TF_CPP_MIN_LOG_LEVEL=3 PYTHONWARNINGS=ignore OPENBLAS_NUM_THREADS=1 HOME=/tmp
WORKDIR /app
RUN groupadd --gid 10001 wenpan && useradd --uid 10001 --gid wenpan --no-create-home --home-dir /tmp wenpan
COPY --from=build /app/.venv .venv
COPY --from=build /app/models models
COPY bot bot
COPY market/__init__.py market/securities.py market/
COPY market/names market/names
COPY telemetry telemetry
COPY wire wire
COPY data/lexicon data/lexicon
RUN python -m compileall -q bot market telemetry wire
USER 10001:10001
EXPOSE 5005
CMD ["python", "-m", "bot.start", "run", "-m", "models/wenpan.tar.gz", "-i", "0.0.0.0", "-p", "5005", \
     "--endpoints", "bot/endpoints.yml", "--credentials", "bot/credentials.yml"]
