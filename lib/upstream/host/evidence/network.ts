import type { DcsEndpoint, PatroniPlace, PortHolders } from '@/lib/domain/diagnosis/evidence';
import type { Answer } from '@/lib/upstream/answer';
import type { RunHostCommand } from '../host-command';
import { all, ask, numberOf, one } from './said';

/** By /proc alone: ss may not be there, and tells no more to an account that is not root. */
const portScript = `
for port in "$@"; do
  hex=$(printf ':%04X' "$port")
  for file in /proc/net/tcp /proc/net/tcp6; do
    awk -v port="$hex" '$4 == "0A" && substr($2, length($2) - 4) == port { print $2, $10 }' "$file" 2>/dev/null
  done | while read -r address inode; do
    pids=$(find /proc/[0-9]*/fd -lname "socket:\\[$inode\\]" 2>/dev/null | cut -d/ -f3 | sort -un | tr '\\n' ' ')
    set -- $pids
    command=
    [ $# = 0 ] || command=$(tr '\\0\\t\\n' '   ' < "/proc/$1/cmdline" 2>/dev/null)
    printf 'listens\\t%s\\t%s\\t%s\\t%s\\n' "$port" "$address" "$pids" "$command"
  done
done
exit 0
`;

/** Who listens on the ports that the member wants. */
export async function readPorts(
  run: RunHostCommand,
  { listen, restListen }: PatroniPlace,
  signal: AbortSignal,
): Promise<Answer<readonly PortHolders[]>> {
  const wanted = [
    ...listen.map((each) => ({ ...each, purpose: 'PostgreSQL' as const })),
    ...(restListen === null ? [] : [{ ...restListen, purpose: 'Patroni' as const }]),
  ];
  const ports = [...new Set(wanted.map(({ port }) => String(port)))];
  const answer = await ask(run, portScript, ports, signal);
  if (!answer.ok) return answer;
  const listeners = all(answer.value, 'listens').map(([port, address = '', pids = '', ...command]) => ({
    port: Number(port),
    address: addressOf(address),
    pids: pids
      .trim()
      .split(/\s+/)
      .filter((pid) => pid !== '')
      .map(Number),
    command: command.join(' ').trim().slice(0, 300) || null,
  }));
  const value = wanted.map(({ purpose, address, port }) => ({
    purpose,
    address,
    port,
    holders: listeners
      .filter((listener) => listener.port === port && meet(listener.address, address))
      .map(({ address: held, pids, command }) => ({ address: held, pids, command })),
  }));
  return { ok: true, value, atMs: answer.atMs };
}

const every = new Set(['*', '0.0.0.0', '::']);

/** A listener on every address stands in the way of one, and the other way round; a name may be any address. */
function meet(held: string, wanted: string): boolean {
  if (every.has(held) || every.has(wanted) || held === wanted) return true;
  return !/^[\d.]+$|:/.test(wanted);
}

/** `0B00007F:1538` of /proc/net/tcp is 127.0.0.11; tcp6 has four such words. */
export function addressOf(hex: string): string {
  const words = hex.split(':')[0]?.match(/.{8}/g) ?? [];
  const bytes = words.map((word) =>
    (word.match(/../g) ?? []).reverse().map((byte) => Number.parseInt(byte, 16)),
  );
  const [first] = bytes;
  if (first === undefined) return '';
  if (words.length === 1) return first.join('.');
  if (words.every((word) => word === '00000000')) return '::';
  if (words[2] === 'FFFF0000') return (bytes[3] ?? []).join('.');
  const groups = bytes.flat().reduce<string[]>((all16, byte, index) => {
    if (index % 2 === 0) all16.push(byte.toString(16).padStart(2, '0'));
    else all16[all16.length - 1] += byte.toString(16).padStart(2, '0');
    return all16;
  }, []);
  return groups.map((group) => group.replace(/^0+(?=.)/, '')).join(':');
}

const dcsScript = `
command -v bash > /dev/null || { echo "bash is not there, which opens the connection" >&2; exit 127; }
while [ $# -gt 1 ]; do
  (
    said=$(timeout 3 bash -c 'exec 3<>"/dev/tcp/$0/$1"' "$1" "$2" 2>&1); code=$?
    [ $code = 124 ] && said="no answer within 3 s"
    printf 'endpoint\\t%s:%s\\t%s\\t%s\\n' "$1" "$2" "$code" "$(printf '%s' "$said" | head -n 1 | tr '\\t' ' ' | sed 's/.*: //')"
  ) &
  shift 2
done
wait
exit 0
`;

/** Whether the configuration store takes a connection from the host. */
export async function readDcs(
  run: RunHostCommand,
  endpoints: PatroniPlace['dcsEndpoints'],
  signal: AbortSignal,
): Promise<Answer<readonly DcsEndpoint[]>> {
  const words = endpoints.flatMap(({ host, port }) => [host, String(port)]);
  const answer = await ask(run, dcsScript, words, signal);
  if (!answer.ok) return answer;
  const value = all(answer.value, 'endpoint').map(([address = '', code, why]) => ({
    address,
    isReached: code === '0',
    why: code === '0' ? null : why || null,
  }));
  return { ok: true, value, atMs: answer.atMs };
}

const hostScript = `
printf 'clock\\t%s\\n' "$(date +%s.%N)"
if command -v systemctl > /dev/null; then
  echo systemd
  systemctl list-unit-files --no-legend --no-pager --state=enabled 'postgresql*' 2>/dev/null | awk '{ print "enabled\\t" $1 }'
fi
for file in /etc/postgresql/*/*/start.conf; do
  [ -r "$file" ] && grep -q '^auto' "$file" && printf 'cluster\\t%s\\n' "$(echo "$file" | cut -d/ -f4,5)"
done
exit 0
`;

/** The host's clock, and what starts a PostgreSQL at boot without Patroni. */
export async function readHost(
  run: RunHostCommand,
  signal: AbortSignal,
): Promise<
  Answer<{
    readonly clock: { readonly aheadMs: number; readonly uncertainMs: number };
    readonly autostart: { readonly hasSystemd: boolean; readonly enabled: readonly string[] };
  }>
> {
  const beganMs = Date.now();
  const answer = await ask(run, hostScript, [], signal);
  if (!answer.ok) return answer;
  const said = answer.value;
  const endedMs = Date.now();
  const clockMs = (numberOf(one(said, 'clock')) ?? Number.NaN) * 1000;
  const clusters = all(said, 'cluster').map(([name = '']) => name);
  // Debian's postgresql.service starts the clusters of /etc/postgresql; where there is none, nothing.
  const enabled = all(said, 'enabled')
    .map(([name = '']) => name)
    .filter((name) => name !== 'postgresql.service' || clusters.length > 0);
  return {
    ok: true,
    value: {
      clock: {
        aheadMs: Math.round(clockMs - (beganMs + endedMs) / 2),
        uncertainMs: Math.ceil((endedMs - beganMs) / 2),
      },
      autostart: { hasSystemd: said.has('systemd'), enabled },
    },
    atMs: answer.atMs,
  };
}
