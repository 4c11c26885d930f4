#!/bin/sh
# Makes the images that the documentation shows: a Debian, a runtime on it and five services on that, built by Docker's classic
# builder and saved by docker save. As root, with debootstrap and Docker 20.10 to 22 (DOCKER_HOST names another than this machine's):
#   sh tests/photographs/images.sh FOLDER
set -eu
to=${1:?a folder for the archives}
mkdir -p "$to"
to=$(cd "$to" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export DOCKER_BUILDKIT=0

context=$work/context
mkdir "$context"
build() { # TAG, its Dockerfile on stdin
  docker build --quiet --network host --tag "$1" --file - "$context" >/dev/null
}

debootstrap --variant=minbase bookworm "$work/root" >/dev/null
rm -rf "$work/root/var/cache/apt" "$work/root/var/lib/apt/lists"
tar -C "$work/root" -cJf "$context/rootfs.tar.xz" .

build debian:12 <<'END'
FROM scratch
ADD rootfs.tar.xz /
CMD ["bash"]
END
rm "$context/rootfs.tar.xz"

build shop/runtime:3.11 <<'END'
FROM debian:12
RUN apt-get update && apt-get install -y --no-install-recommends python3 ca-certificates && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 shop
END
docker save -o "$to/runtime-3.11.tar" shop/runtime:3.11

size=3000
for service in auth billing cart catalog checkout; do
  # As large as a service's own packages are, and no smaller when packed.
  mkdir -p "$context/$service"
  head -c "${size}000" /dev/urandom >"$context/$service/site-packages.zip"
  printf '#!/bin/sh\nexec python3 /opt/shop/site-packages.zip "$@"\n' >"$context/$service/run.sh"
  build "shop/$service:2.4" <<END
FROM shop/runtime:3.11
COPY $service/site-packages.zip /opt/shop/
COPY $service/run.sh /opt/shop/run.sh
RUN chmod +x /opt/shop/run.sh
USER shop
CMD ["/opt/shop/run.sh"]
END
  docker save -o "$to/$service-2.4.tar" "shop/$service:2.4"
  size=$((size + 1700))
done
ls -l "$to"
