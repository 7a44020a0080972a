#!/usr/bin/env bash
# Two builds of the program must give the same bytes for every bundled chart, in any time zone, locale and row order.
# usage: compare_answers.sh PROGRAM OTHER_PROGRAM     (from the top of the repository)
set -euo pipefail
[ $# -eq 2 ] || { echo "usage: compare_answers.sh PROGRAM OTHER_PROGRAM" >&2; exit 2; }
first=$1
second=$2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# A German locale writes 38,6: it is made here, so that naming it is no empty gesture.
locales=.cache/locale
if [ ! -d "$locales/de_DE.UTF-8" ]; then
    mkdir -p "$locales"
    localedef -i de_DE -f UTF-8 "$PWD/$locales/de_DE.UTF-8"
fi

# Line numbers and the order of what was rejected follow the rows; everything else may not.
without_rows() { sed -E 's/"line [0-9]+"/"line"/g; s/,"rejected":\[.*\]\}$/}/'; }

same() {
    cmp "$1" "$2" || { echo "compare_answers.sh: $3 gives another answer" >&2; exit 1; }
}

compared=0
for chart in examples/*.csv; do
    [ -e "$chart" ] || { echo "compare_answers.sh: examples/ holds no chart; expected examples/*.csv" >&2; exit 1; }
    for call in "assess --format json" "timeline --format json" "timeline --format csv"; do
        read -ra words <<<"$call"
        "$first" "${words[@]}" "$chart" >"$scratch/first"
        "$second" "${words[@]}" "$chart" >"$scratch/second"
        same "$scratch/first" "$scratch/second" "the second compiler ($call $chart)"
        env TZ=America/New_York LC_ALL=de_DE.UTF-8 "LOCPATH=$PWD/$locales" "$first" "${words[@]}" "$chart" >"$scratch/second"
        same "$scratch/first" "$scratch/second" "another time zone and locale ($call $chart)"
        { head -n 1 "$chart"; tail -n +2 "$chart" | shuf --random-source="$first"; } >"$scratch/shuffled.csv"
        "$first" "${words[@]}" "$scratch/shuffled.csv" | without_rows >"$scratch/second"
        without_rows <"$scratch/first" >"$scratch/first.rows"
        same "$scratch/first.rows" "$scratch/second" "another order of rows ($call $chart)"
        compared=$((compared + 3))
    done
done
echo "$compared comparisons, every answer the same"
