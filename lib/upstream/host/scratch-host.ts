import type { ScratchHost } from '@/lib/domain/restore-tests/judge-restore-test';
import { scratchPrefix } from '@/lib/domain/restore-tests/scratch-place';
import type { Answer } from '@/lib/upstream/answer';
import type { RunHostCommand } from './host-command';
import { checked } from './postgres-instance';

const script = `
directory="$1"; major="$2"; prefix="$3"
export LC_ALL=C
echo "account $(id -un)"
[ "$(id -u)" -eq 0 ] && echo "root yes"
echo "pgbackrest $(pgbackrest version 2>/dev/null)"
if real=$(cd "$directory" 2>/dev/null && pwd -P); then
  echo "directory $real"
  [ -w "$real" ] && [ -x "$real" ] && echo "writable yes"
  echo "free $(df -Pk "$real" | awk 'NR==2 { print $4 }')"
  around="$real"
  while :; do
    if [ -e "$around/PG_VERSION" ] || [ -e "$around/global/pg_control" ]; then echo "inside $around"; fi
    if [ -d "$around/archive" ] && [ -d "$around/backup" ]; then echo "repository $around"; fi
    [ "$around" = / ] && break
    around=$(dirname "$around")
  done
  disk=$(stat -c %d "$real")
  for folder in "$real/$prefix"*; do [ -d "$folder" ] && echo "left $folder"; done
  readlink /proc/[0-9]*/cwd 2>/dev/null | sort -u | while read -r folder; do
    [ -e "$folder/postmaster.pid" ] || continue
    [ "$(stat -c %d "$folder")" = "$disk" ] && echo "shared $folder" || echo "apart $folder"
  done
elif [ -d "$directory" ]; then echo "trouble It may not be entered."
elif [ -e "$directory" ]; then echo "trouble It is no folder."
else echo "trouble It is not there."
fi
if [ -n "$major" ]; then
  for bin in "/usr/lib/postgresql/$major/bin" "/usr/pgsql-$major/bin" "$(dirname "$(command -v pg_ctl 2>/dev/null || echo /nowhere/x)")"; do
    [ -x "$bin/pg_ctl" ] && [ -x "$bin/postgres" ] || continue
    version=$("$bin/postgres" --version 2>/dev/null | sed 's/^[^0-9]*\\([0-9][0-9.]*\\).*/\\1/')
    [ "\${version%%.*}" = "$major" ] || continue
    echo "bin $bin"
    echo "version $version"
    [ -x "$bin/psql" ] && echo "psql yes"
    share=$("$bin/pg_config" --sharedir 2>/dev/null)
    [ -x "$bin/pg_amcheck" ] && { [ -z "$share" ] || [ -e "$share/extension/amcheck.control" ]; } && echo "amcheck yes"
    break
  done
fi
exit 0
`;

/**
 * Asks a host whether a scratch instance of PostgreSQL `major` can be made in `directory`. Bytes; paths absolute, with
 * symbolic links followed. Fails as `run` does, and with `command_failed`.
 */
export async function readScratchHost(
  run: RunHostCommand,
  directory: string,
  major: string | null,
  { timeoutMs }: { readonly timeoutMs: number },
): Promise<Answer<ScratchHost>> {
  const answer = await checked(
    run,
    ['sh', '-c', script, 'sh', directory, major ?? '', scratchPrefix],
    timeoutMs,
  );
  return answer.ok ? { ...answer, value: scratchHostOf(answer.value) } : answer;
}

/** Exported for its test. */
export function scratchHostOf(text: string): ScratchHost {
  const said = text.split('\n').flatMap((line) => {
    const space = line.indexOf(' ');
    return space < 0 ? [] : [{ word: line.slice(0, space), rest: line.slice(space + 1).trim() }];
  });
  const all = (wanted: string) => said.filter(({ word }) => word === wanted).map(({ rest }) => rest);
  const one = (wanted: string): string | null => all(wanted)[0] || null;
  const freeKib = one('free');
  const version = one('version');
  return {
    account: one('account') ?? 'an unknown user',
    isRoot: one('root') === 'yes',
    pgbackrestVersion: /(\d[\w.]*)/.exec(one('pgbackrest') ?? '')?.[1] ?? null,
    directory: one('directory'),
    directoryTrouble: one('trouble'),
    isWritable: one('writable') === 'yes',
    freeBytes: freeKib === null || !/^\d+$/.test(freeKib) ? null : Number(freeKib) * 1024,
    dataFolderAround: one('inside'),
    repositoryAround: one('repository'),
    runningData: [
      ...all('shared').map((folder) => ({ folder, onSameDisk: true })),
      ...all('apart').map((folder) => ({ folder, onSameDisk: false })),
    ],
    leftovers: all('left'),
    binDirectory: one('bin'),
    postgresVersion: version,
    hasPsql: one('psql') === 'yes',
    hasAmcheck: one('amcheck') === 'yes',
  };
}
