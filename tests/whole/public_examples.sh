#!/usr/bin/env bash
# Gives the program every example of FHIR R4, and whole synthetic patients where they are at hand: it must answer (0)
# or say that nothing could be used (3), and never fall.
# usage: public_examples.sh PROGRAM     (from the top of the repository)
set -euo pipefail
[ $# -eq 1 ] || { echo "usage: public_examples.sh PROGRAM" >&2; exit 2; }
program=$1
cache=.cache/public-examples
synthea=../shared/data/synthea-r4

if [ ! -d "$cache/fhir-r4/package" ]; then
    mkdir -p "$cache/fhir-r4"
    echo "+ npm pack hl7.fhir.r4.examples@4.0.1"
    npm pack --silent --pack-destination "$cache" hl7.fhir.r4.examples@4.0.1
    # Unpacked beside and moved, so that a broken download is not taken for the whole.
    rm -rf "$cache/unpacking"
    mkdir -p "$cache/unpacking"
    tar -xzf "$cache/hl7.fhir.r4.examples-4.0.1.tgz" -C "$cache/unpacking"
    mv "$cache/unpacking/package" "$cache/fhir-r4/package"
fi
if [ -d "$synthea" ]; then
    mkdir -p "$cache/synthea"
    for bundle in "$synthea"/*.json.gz; do
        gzip -dc "$bundle" >"$cache/synthea/$(basename "$bundle" .gz)"
    done
else
    echo "skipped: no Synthea bundles in $synthea"
fi

# One file: prints its exit status, and what it said when it fell.
try() {
    local status=0
    timeout 60 "$1" assess --format json "$2" >/dev/null 2>"$3" || status=$?
    case $status in
        0 | 3) echo "$status" ;;
        *) echo "fell: exit $status for $2: $(tail -n 1 "$3")" ;;
    esac
}

scratch=$(mktemp)
trap 'rm -f "$scratch"' EXIT
answered=0
unusable=0
fallen=0
while IFS= read -r file; do
    outcome=$(try "$program" "$file" "$scratch")
    case $outcome in
        0) answered=$((answered + 1)) ;;
        3) unusable=$((unusable + 1)) ;;
        *)
            echo "$outcome" >&2
            fallen=$((fallen + 1))
            ;;
    esac
done < <(find "$cache" -name '*.json' ! -name package.json ! -name '.index.json' | LC_ALL=C sort)
echo "$answered answered, $unusable without a usable fact, $fallen fell"
[ $((answered + unusable)) -gt 1000 ] || { echo "public_examples.sh: too few examples; remove $cache and try again" >&2; exit 1; }
[ $fallen -eq 0 ]
