#!/usr/bin/env bash
# The steps of docs/restore.md as a person's script would run them: what Howdah's restore is measured against.
# LAB: the lab's folder. LEADER, MEMBER (restored onto), OTHERS. SET, TARGET (UTC), TIMELINE. USER_PASSWORD of Patroni's REST.
set -euo pipefail

on() { ssh -F "$LAB/ssh/config" "$@"; }
address() { awk -v host="$1" '$1 == "Host" { found = $2 == host } found && $1 == "HostName" { print $2; exit }' "$LAB/ssh/config"; }
rest() { curl -sf -m 60 -u "$USER_PASSWORD" "http://$(address "$2"):8008/$3" -X "$1" ${4:+-H 'Content-Type: application/json' -d "$4"}; }
sql() { on "$1" psql -XAtqw -h "$2" -U postgres -d postgres -f - <<<"$3"; }
socket() { printf '%s/%s/run/postgresql' "$LAB" "$1"; }
data() { printf '%s/%s/home/data' "$LAB" "$1"; }
until_true() { until "$@" >/dev/null 2>&1; do sleep 0.3; done; }
ctl() { on "$1" "$BIN/pg_ctl" -D "$(data "$1")" "${@:2}"; }
service() { on "$2" supervisorctl -c "$LAB/supervisord.conf" "$1" "$2" >/dev/null; }
is_paused() { rest GET "$1" patroni | grep -q '"pause": *true'; }
is_archived() { [[ ! $(sql "$LEADER" "$(socket "$LEADER")" 'select last_archived_wal from pg_stat_archiver') < $1 ]]; }
is_at_target() { [[ $(sql "$MEMBER" /tmp "select pg_is_wal_replay_paused()") == t ]]; }
leads() { rest GET "$1" leader; }
follow() { [[ $(sql "$MEMBER" "$(socket "$MEMBER")" "select count(*) from pg_stat_replication where state = 'streaming'") == 2 ]]; }

ALL=("$LEADER" "$MEMBER" $OTHERS)
rest PATCH "$LEADER" config '{"pause": true}' >/dev/null
for member in "${ALL[@]}"; do until_true is_paused "$member"; done
wal=$(sql "$LEADER" "$(socket "$LEADER")" "select pg_create_restore_point('by_hand'); select txid_current(); select pg_walfile_name(pg_switch_wal())" | tail -n 1)
until_true is_archived "$wal"
for member in "${ALL[@]}"; do service stop "$member" & done
wait
ctl "$LEADER" -m fast -w stop >/dev/null
for member in "${ALL[@]:1}"; do ctl "$member" -m fast -w stop >/dev/null; done
on "$MEMBER" pgbackrest "--config=$LAB/$MEMBER/pgbackrest.conf" --stanza=demo --set="$SET" --delta --type=time \
  "--target='$TARGET'" --target-timeline="$TIMELINE" --target-action=pause restore
ctl "$MEMBER" -l /tmp/restore-by-hand.log -W start -o \
  "\"-c listen_addresses= -c unix_socket_directories=/tmp -c hot_standby=on -c archive_command=/bin/false -c synchronous_standby_names=\"" >/dev/null
until_true is_at_target
sql "$MEMBER" /tmp 'select pg_promote()' >/dev/null
service start "$MEMBER"
until_true leads "$MEMBER"
rest POST "$MEMBER" restart '{}' >/dev/null
for member in "$LEADER" $OTHERS; do service start "$member" & done
wait
rest PATCH "$MEMBER" config '{"pause": null}' >/dev/null
until_true follow
on repo pgbackrest "--config=$LAB/repo-host/pgbackrest.conf" --stanza=demo check
