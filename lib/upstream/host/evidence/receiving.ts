import type { PatroniPlace, ReceivingSettings, ReplicationLogin } from '@/lib/domain/diagnosis/evidence';
import type { Answer } from '@/lib/upstream/answer';
import { lastLine, type RunHostCommand } from '../host-command';
import { ask, lookMs, one } from './said';

/** The last value of a setting: recovery.conf before PostgreSQL 12, postgresql.auto.conf over postgresql.conf. */
const setting = `
[ -x "$1" ] || { echo "$1 may not be entered" >&2; exit 77; }
data="$1"
setting() {
  for file in "$data/recovery.conf" "$data/postgresql.conf" "$data/postgresql.auto.conf"; do
    [ -r "$file" ] && sed -nE "s/^[[:space:]]*$1[[:space:]]*=?[[:space:]]*'(([^']|'')*)'.*/\\1/p" "$file"
  done | tail -n 1 | sed "s/''/'/g; s/\\\\\\\\\\\\\\\\/\\\\\\\\/g"
}
`;

/** A password in it does not leave the host. */
const receivingScript = `${setting}
hide() { sed -E "s/(password[[:space:]]*=[[:space:]]*)('([^'\\\\\\\\]|\\\\\\\\.)*'|[^[:space:]]+)/\\1hidden/g; s#://[^@]*@#://hidden@#"; }
printf 'conninfo\\t%s\\n' "$(setting primary_conninfo | hide | tr '\\t' ' ')"
printf 'slot\\t%s\\n' "$(setting primary_slot_name)"
`;

/** Where the WAL receiver of a data folder is to connect, by the settings there. */
export async function readReceiving(
  run: RunHostCommand,
  dataDirectory: string,
  signal: AbortSignal,
): Promise<Answer<ReceivingSettings>> {
  const answer = await ask(run, receivingScript, [dataDirectory], signal);
  if (!answer.ok) return answer;
  const words = wordsOf(one(answer.value, 'conninfo') ?? '');
  const port = Number(words.get('port') ?? 5432);
  const value = {
    host: words.get('host') ?? words.get('hostaddr') ?? null,
    port: Number.isInteger(port) ? port : null,
    user: words.get('user') ?? null,
    passwordFile: words.get('passfile') ?? null,
    slotName: one(answer.value, 'slot'),
  };
  return { ok: true, value, atMs: answer.atMs };
}

/** `host=a port='5432'` of libpq; the last of a word counts. */
function wordsOf(conninfo: string): ReadonlyMap<string, string> {
  const found = conninfo.matchAll(/(\w+)\s*=\s*(?:'((?:[^'\\]|\\.)*)'|(\S+))/g);
  return new Map([...found].map(([, word = '', quoted, bare = '']) => [word, quoted ?? bare]));
}

/** An environment of the account's own must not help where PostgreSQL has none. */
const loginScript = `${setting}
conninfo=$(setting primary_conninfo)
case "$conninfo" in
  '') echo "no primary_conninfo is set in $data" >&2; exit 66 ;;
  *://*) echo "primary_conninfo is an address, which is not tried" >&2; exit 66 ;;
esac
program="$2/psql"; [ -x "$program" ] || program=psql
unset PGPASSWORD PGPASSFILE PGSERVICE
LC_ALL=C exec "$program" -XAtw -c IDENTIFY_SYSTEM -d "$conninfo dbname=replication replication=true application_name=howdah connect_timeout=4"
`;

/**
 * Logs in as the member's WAL receiver does: by its own primary_conninfo, at the server that stands there. Its words are
 * libpq's in English and the server's in the server's language.
 */
export async function tryReplicationLogin(
  run: RunHostCommand,
  { dataDirectory, binDirectory }: PatroniPlace,
  signal: AbortSignal,
): Promise<Answer<ReplicationLogin>> {
  const argv = ['sh', '-c', loginScript, 'sh', dataDirectory, binDirectory ?? ''];
  const answer = await run(argv, { timeoutMs: lookMs, signal });
  if (!answer.ok) return answer;
  const { exitCode, stdout, stderr } = answer.value;
  if ([66, 77, 127].includes(exitCode)) {
    const reason = lastLine(stderr) ?? 'psql was not found';
    return { ok: false, kind: 'command_failed', reason, atMs: answer.atMs };
  }
  const [systemIdentifier = ''] = stdout.trim().split('|');
  const isIn = exitCode === 0 && systemIdentifier !== '';
  return {
    ok: true,
    value: {
      isIn,
      words: isIn ? 'let in' : whole(stderr) || `psql ended with code ${exitCode}`,
      systemIdentifier: isIn ? systemIdentifier : null,
    },
    atMs: answer.atMs,
  };
}

/** The refusal comes first; where the password came from, last. */
function whole(text: string): string {
  return text
    .replace(/[^\S\n]*\n\s*/g, ' ')
    .replace(/^psql: error: /, '')
    .trim()
    .slice(0, 400);
}
