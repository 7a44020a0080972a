#!/usr/bin/env bash
# Boots systemd over this machine's own files, none of which it can change: what it writes is gone with it. Called by
# units.sh, in namespaces of its own. ROOM is a folder for the mounts; ROOM/given is /given inside.
set -euo pipefail
room=$1
root=$room/root
mount --make-rprivate /
mount -t tmpfs tmpfs "$room/written"
mkdir "$room/written/upper" "$room/written/work"
mount -t overlay overlay -o "lowerdir=/,upperdir=$room/written/upper,workdir=$room/written/work" "$root"
mount -t proc proc "$root/proc"
mount -t sysfs -o ro sysfs "$root/sys"
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
mount -t tmpfs -o mode=755 tmpfs "$root/run"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for device in null zero full random urandom tty; do
    touch "$root/dev/$device"
    mount --bind "/dev/$device" "$root/dev/$device"
done
mkdir "$root/dev/pts" "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=666 devpts "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"
mount -t tmpfs tmpfs "$root/dev/shm"
mkdir "$root/given"
mount --bind "$room/given" "$root/given"
# The machine's other services stay out.
rm -rf "$root"/etc/systemd/system/*.wants "$root/etc/machine-id"
echo ward-machine >"$root/etc/hostname"
tr -d - </proc/sys/kernel/random/uuid >"$root/etc/machine-id"
mkdir "$root/before"
cd "$root"
pivot_root . before
umount -l /before
exec env -i container=trial "PATH=$PATH" /lib/systemd/systemd --system --log-target=journal systemd.unit=multi-user.target
