#!/usr/bin/env bash
# Installs what the tests in Node.js stand on, each folder by its lock file; a second call does nothing and needs no
# network.
set -euo pipefail
cd "$(dirname "$0")"
for lock in */package-lock.json; do
    folder=$(dirname "$lock")
    if cmp -s "$lock" "$folder/node_modules/.installed-by"; then continue; fi
    command -v npm >/dev/null || { echo "npm is missing: apt-get install --no-install-recommends npm" >&2; exit 1; }
    echo "+ npm ci in tests/$folder"
    (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) || {
        echo "npm could not fetch the packages of tests/$folder; the line above says why" >&2
        exit 1
    }
    cp "$lock" "$folder/node_modules/.installed-by"
done
