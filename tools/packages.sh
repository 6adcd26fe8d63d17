#!/bin/sh
# The Debian packages that the whole test suite needs: a browser for the journeys, a Chinese font, database servers, a load generator.
set -eu
missing=""
for package in chromium fonts-noto-cjk mariadb-server postgresql wrk; do
  dpkg -s "$package" >/dev/null 2>&1 || missing="$missing $package"
done
[ -z "$missing" ] && exit 0
command="apt-get update && apt-get install -y --no-install-recommends$missing"
if ! command -v apt-get >/dev/null 2>&1; then
  echo "The tests need:$missing. Install them as your system does it, then run 'make test' again." >&2
  exit 1
fi
if [ "$(id -u)" != 0 ]; then
  echo "The tests need:$missing. Install them once with this command, then run 'make test' again:" >&2
  echo "  sudo sh -c '$command'" >&2
  exit 1
fi
echo "Installing$missing ..."
log=$(mktemp)
if ! (apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing) >"$log" 2>&1; then
  tail -20 "$log" >&2
  exit 1
fi
rm -f "$log"
