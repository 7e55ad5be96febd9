import type { DataFolder, DiskRoom, SocketFolder } from '@/lib/domain/diagnosis/evidence';
import type { Answer } from '@/lib/upstream/answer';
import type { RunHostCommand } from '../host-command';
import { all, ask, numberOf, one } from './said';

/** Begins with the data folder, whose postgresql.conf is asked where no folder is named. */
const socketScript = `
data="$1"; shift
if [ $# = 0 ]; then
  found=$(sed -n "s/^unix_socket_directories *= *'\\([^']*\\)'.*/\\1/p" "$data/postgresql.conf" 2>/dev/null | tail -n 1)
  IFS=','; set -- $found; unset IFS
fi
for path in "$@"; do
  path=$(echo $path)
  exists=no; owner=; mode=; writable=no
  if [ -d "$path" ]; then
    exists=yes; owner=$(stat -c %U "$path"); mode=$(stat -c %a "$path"); [ -w "$path" ] && [ -x "$path" ] && writable=yes
  fi
  parent=\${path%/*}
  near="$path"; while [ ! -d "$near" ] && [ "\${#near}" -gt 1 ]; do near=\${near%/*}; [ -n "$near" ] || near=/; done
  # PostgreSQL makes no folder; Patroni makes what is missing of the path.
  makes=no; [ -w "$near" ] && [ -x "$near" ] && makes=yes
  [ -d "$path" ] || parent="$near"
  volatile=no
  case "$(readlink -f "$near")" in /run|/run/*) volatile=yes ;; esac
  [ "$(stat -f -c %T "$near" 2>/dev/null)" = tmpfs ] && volatile=yes
  short=$(echo "$path" | sed 's#^/var/run/#/run/#')
  boot=$(grep -lsE "^[dDvqQ][^ 	]*[ 	]+(/var)?$short([ 	]|$)" /etc/tmpfiles.d/*.conf /run/tmpfiles.d/*.conf /usr/lib/tmpfiles.d/*.conf 2>/dev/null | head -n 1)
  printf 'folder\\t%s\\t%s\\t%s\\t%s\\t%s\\t%s\\t%s\\t%s\\t%s\\n' "$path" $exists "$owner" "$mode" $writable "$parent" $makes $volatile "$boot"
done
exit 0
`;

/** The folders of unix sockets: whether they are there, may be used, may be made, and survive a reboot. */
export async function readSocketFolders(
  run: RunHostCommand,
  dataDirectory: string,
  folders: readonly string[],
  signal: AbortSignal,
): Promise<Answer<readonly SocketFolder[]>> {
  const answer = await ask(run, socketScript, [dataDirectory, ...folders], signal);
  if (!answer.ok) return answer;
  const value = all(answer.value, 'folder').map(
    ([path = '', exists, owner, mode, writable, parent = '', makes, volatile, boot]): SocketFolder => ({
      path,
      exists: exists === 'yes',
      owner: owner || null,
      mode: mode || null,
      isWritable: writable === 'yes',
      parent,
      canBeMade: makes === 'yes',
      isVolatile: volatile === 'yes',
      madeAtBoot: boot || null,
    }),
  );
  return { ok: true, value, atMs: answer.atMs };
}

const dataScript = `
printf 'account\\t%s\\n' "$(id -un)"
if [ -d "$1" ]; then
  printf 'owner\\t%s\\nmode\\t%s\\n' "$(stat -c %U "$1")" "$(stat -c %a "$1")"
  [ -r "$1" ] && [ -x "$1" ] && echo readable
  printf 'version\\t%s\\n' "$(cat "$1/PG_VERSION" 2>/dev/null)"
fi
exit 0
`;

export async function readDataFolder(
  run: RunHostCommand,
  path: string,
  signal: AbortSignal,
): Promise<Answer<DataFolder>> {
  const answer = await ask(run, dataScript, [path], signal);
  if (!answer.ok) return answer;
  const said = answer.value;
  return {
    ok: true,
    value: {
      path,
      account: one(said, 'account') ?? '',
      exists: said.has('owner'),
      owner: one(said, 'owner'),
      mode: one(said, 'mode'),
      isReadable: said.has('readable'),
      version: one(said, 'version'),
    },
    atMs: answer.atMs,
  };
}

const diskScript = `
tell() {
  [ -d "$2" ] || return 0
  room=$(df -Pk "$2" 2>/dev/null | awk 'NR==2 { print $2 "\\t" $4 }') || return 0
  [ -n "$room" ] || return 0
  printf 'room\\t%s\\t%s\\t%s\\t%s\\n' "$1" "$2" "$room" "$(df -Pi "$2" 2>/dev/null | awk 'NR==2 { print $4 "\\t" $2 }')"
}
tell data "$1"
tell WAL "$1/pg_wal"
case "$2" in '') ;; /*) tell logs "$2" ;; *) tell logs "$1/$2" ;; esac
for link in "$1"/pg_tblspc/*; do [ -d "$link" ] && tell "tablespace \${link##*/}" "$(readlink -f "$link")"; done
exit 0
`;

/** Room and inodes where PostgreSQL writes. */
export async function readDisk(
  run: RunHostCommand,
  dataDirectory: string,
  logDirectory: string | null,
  signal: AbortSignal,
): Promise<Answer<readonly DiskRoom[]>> {
  const answer = await ask(run, diskScript, [dataDirectory, logDirectory ?? ''], signal);
  if (!answer.ok) return answer;
  const value = all(answer.value, 'room').flatMap(
    ([purpose = '', path = '', size, free, inodes, allInodes]) => {
      const [sizeKb, freeKb] = [numberOf(size), numberOf(free)];
      if (sizeKb === null || freeKb === null) return [];
      // Some file systems have no fixed number of inodes, and say 0 of 0.
      const freeInodes = (numberOf(allInodes) ?? 0) === 0 ? null : numberOf(inodes);
      return [{ path, purpose, sizeBytes: sizeKb * 1024, freeBytes: freeKb * 1024, freeInodes }];
    },
  );
  return { ok: true, value, atMs: answer.atMs };
}

const archivingScript = `
folder="$1/pg_wal/archive_status"
[ -r "$folder" ] || { echo "$folder cannot be read" >&2; exit 77; }
find "$folder" -name '*.ready' | sed 's#.*/##; s#\\.ready$##' | sort | awk 'NR==1 { print "first\\t" $0 } END { print "waiting\\t" NR }'
`;

/** Segments that wait to be archived on the host. */
export async function readArchiving(
  run: RunHostCommand,
  dataDirectory: string,
  signal: AbortSignal,
): Promise<Answer<{ waiting: number; first: string | null }>> {
  const answer = await ask(run, archivingScript, [dataDirectory], signal);
  if (!answer.ok) return answer;
  const said = answer.value;
  return {
    ok: true,
    value: { waiting: numberOf(one(said, 'waiting')) ?? 0, first: one(said, 'first') },
    atMs: answer.atMs,
  };
}

const controlScript = `
bin="$2"
if [ ! -x "$bin/pg_controldata" ]; then
  major=$(cat "$1/PG_VERSION" 2>/dev/null)
  for bin in "/usr/lib/postgresql/$major/bin" "/usr/pgsql-$major/bin" ""; do [ -x "$bin/pg_controldata" ] && break; done
fi
[ -n "$bin" ] || { echo "pg_controldata was not found" >&2; exit 127; }
"$bin/pg_controldata" -D "$1" | sed 's/^\\([^:]*\\): */control\\t\\1\\t/'
`;

/** pg_controldata, by its own words. */
export async function readControl(
  run: RunHostCommand,
  dataDirectory: string,
  binDirectory: string | null,
  signal: AbortSignal,
): Promise<Answer<Readonly<Record<string, string>>>> {
  const answer = await ask(run, controlScript, [dataDirectory, binDirectory ?? ''], signal);
  if (!answer.ok) return answer;
  const rows = all(answer.value, 'control').map(([name = '', value = '']): [string, string] => [name, value]);
  if (rows.length === 0) {
    return { ok: false, kind: 'command_failed', reason: 'pg_controldata said nothing', atMs: answer.atMs };
  }
  return { ok: true, value: Object.fromEntries(rows), atMs: answer.atMs };
}
