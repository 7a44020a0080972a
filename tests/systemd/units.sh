#!/usr/bin/env bash
# Installs the units of packaging/ under a systemd that runs, and walks through what they promise: tests/systemd/walk.sh.
# That systemd has processes, mounts, a network and a machine's files of its own; nothing of it stays.
#   sudo tests/systemd/units.sh build/stormkeel
set -euo pipefail
program=$(readlink -f "${1:?the program}")
cd "$(dirname "$(readlink -f "$0")")"
fail() {
    echo "units.sh: $*" >&2
    exit 1
}
[ "$(id -u)" -eq 0 ] || fail "only root may boot a systemd of its own"
[ -x /lib/systemd/systemd ] || fail "there is no systemd: apt-get install systemd"
groups=$(findmnt -n -t cgroup2 -o TARGET | head -n 1)
[ -n "$groups" ] || fail "there are no control groups of version 2"

room=$(mktemp -d /var/tmp/stormkeel-units.XXXXXX)
group=$groups/${room##*/}
init=
end() {
    [ -z "$init" ] || kill -KILL "$init" 2>/dev/null || true
    wait
    find "$group" -depth -type d -exec rmdir {} + 2>/dev/null || true
    rm -rf "$room"
}
trap end EXIT
mkdir "$room/root" "$room/written" "$room/given" "$group"
cp "$program" ../../packaging/* ../../docs/stormkeel.toml walk.sh "$room/given"

# Whoever enters the group first is inside it what the first process of a machine is.
(
    echo "$BASHPID" >"$group/cgroup.procs"
    exec unshare --pid --fork --kill-child --mount --uts --ipc --cgroup --net ./boot.sh "$room"
) >"$room/console" 2>&1 &
outer=$!
inside() { nsenter -t "$init" -p -m -u -i -C -n -r -w -- "$@"; }
for _ in $(seq 100); do
    init=$(pgrep -P "$outer" || true)
    state=$([ -z "$init" ] || inside systemctl is-system-running 2>/dev/null || true)
    case $state in running | degraded) break ;; esac
    kill -0 "$outer" 2>/dev/null || break
    sleep 0.2
done
case ${state:-} in
    running | degraded) ;;
    *)
        cat "$room/console" >&2
        fail "systemd did not come up here (${state:-it ended}); this machine may not allow namespaces"
        ;;
esac
inside bash /given/walk.sh
