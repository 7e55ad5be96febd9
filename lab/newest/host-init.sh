#!/bin/sh
# Becomes the init of one host, within mount, pid, ipc and uts namespaces of its own: ROOT HOST-FOLDER FULL-NAME
set -eu
root=$1 folder=$2 name=$3
at=$folder/merged
mount --make-rprivate /
mount -t overlay overlay -o "lowerdir=$root,upperdir=$folder/upper,workdir=$folder/work" "$at"
mount -t proc proc "$at/proc"
mount --rbind /dev "$at/dev"
mount --rbind /sys "$at/sys"
mount -t tmpfs -o size=256m tmpfs "$at/dev/shm"
mount -t tmpfs -o size=64m,mode=755 tmpfs "$at/run"
mkdir -p "$at/run/sshd"
# PostgreSQL's account may not write /run: gone, it stays gone.
chroot "$at" install -d -o postgres -g postgres -m 2775 /run/pg-sockets
hostname "$name"
exec chroot "$at" /usr/bin/env -i HOWDAH_LAB="$HOWDAH_LAB" HOWDAH_LAB_HOST="$HOWDAH_LAB_HOST" LANG=C.UTF-8 \
  PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
  /usr/bin/supervisord --nodaemon --configuration /etc/supervisor/supervisord.conf
