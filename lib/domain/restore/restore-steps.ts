import type { PlanStep, RestoreInput } from '@/lib/contract/operations';
import type { Snapshot } from '@/lib/contract/snapshot';
import { curlText, type PatroniByHand, psqlText } from '../by-hand';
import { listed, patroniUrlOf } from '../preflight';
import { restoreArguments } from '../restore-command';
import { shellText } from '../shell-text';
import type { RestoreFacts } from './restore-facts';
import { targetWords } from './target-words';

export function restoreTitle(input: RestoreInput): string {
  const verb = input.undoes === null ? 'Restore' : 'Undo a restore: back';
  return `${verb} to ${targetWords(input.target, input.timeline)} on ${input.member}`;
}

/** What will be done, in order and on which host. The ids are those of the running operation's steps. */
export function restoreSteps(
  snapshot: Snapshot,
  input: RestoreInput,
  facts: RestoreFacts,
  by: PatroniByHand,
): PlanStep[] {
  const { member } = input;
  const leader = snapshot.leader ?? member;
  const others = snapshot.members.map(({ name }) => name as string).filter((name) => name !== member);
  const url = (name: string): string => {
    const found = snapshot.members.find((other) => other.name === name);
    return (found === undefined ? null : patroniUrlOf(found)) ?? `http://${name}:8008`;
  };
  const host = (name: string) => facts.hosts.find((other) => other.member === name);
  const pgCtl = (name: string, words: readonly string[]): string =>
    shellText([
      `${host(name)?.binDirectory ?? ''}/pg_ctl`,
      '-D',
      host(name)?.dataDirectory ?? 'DATA',
      ...words,
    ]);
  // The superuser's own socket: over the network a restored instance does not listen.
  const psql = (name: string, statements: readonly string[]): string => {
    const { binDirectory = null, socketDirectory = null, port = null } = host(name) ?? {};
    const program = binDirectory === null ? 'psql' : `${binDirectory}/psql`;
    const place = { program, host: socketDirectory, port, user: facts.superuser, database: 'postgres' };
    return psqlText(place, statements);
  };
  const service = (name: string, what: 'stop' | 'start'): string =>
    shellText(facts.patroniService[name]?.[what] ?? ['systemctl', what, 'patroni']);
  const path = facts.answer.path;
  const command =
    path === null
      ? null
      : shellText(
          restoreArguments({
            stanza: facts.stanza,
            config: facts.config,
            label: path.set.label,
            repository: facts.repositoriesAreNumbered ? path.repository : null,
            aim: { target: input.target, timeline: path.timeline, action: 'pause' },
          }),
        );
  const onRepository = (words: readonly string[]): string =>
    shellText([
      'pgbackrest',
      ...(facts.repositoryConfig === null ? [] : [`--config=${facts.repositoryConfig}`]),
      `--stanza=${facts.stanza}`,
      ...words,
    ]);
  const all = [member, ...others];
  const socket = host(member)?.socketDirectory;
  return [
    step(
      'preflight',
      'Check again',
      'Everything above is asked anew; what blocks now stops it before anything changed.',
      null,
    ),
    step(
      'pause',
      'Pause Patroni',
      'Until every member says so: from then on it leaves PostgreSQL as it is.',
      curlText('PATCH', `${url(leader)}/config`, by, { pause: true }),
    ),
    step(
      'mark',
      `Set a restore point on ${leader}`,
      'The way back. Its WAL is waited for until it is archived.',
      psql(leader, [
        "select pg_create_restore_point('before_restore')",
        'select txid_current()',
        'select pg_switch_wal()',
      ]),
    ),
    step(
      'stop_patroni',
      `Stop Patroni on ${listed(all)}`,
      'Left running, it would restart PostgreSQL and drop the target.',
      service(member, 'stop'),
    ),
    step(
      'stop_postgres',
      'Stop PostgreSQL, the leader first',
      `${leader}, then the others: so they have all that was written. From here on nothing is served.`,
      pgCtl(leader, ['stop', '-m', 'fast']),
    ),
    step(
      'restore',
      `Restore the files on ${member}`,
      path === null ? 'From the backup set.' : `From ${path.set.label}; only what differs is copied.`,
      command,
    ),
    step(
      'recover',
      `Replay WAL on ${member}`,
      'Out of reach of applications, archiving held back, until the target; there it pauses.',
      pgCtl(member, [
        'start',
        '-o',
        // The restored configuration may be that of another member: its socket folder is given as well.
        [
          ...["-c listen_addresses=''", '-c archive_command=/bin/false', "-c synchronous_standby_names=''"],
          ...(socket == null ? [] : [`-c unix_socket_directories='${socket.replaceAll("'", "'\\''")}'`]),
          '-c recovery_target_action=pause',
        ].join(' '),
      ]),
    ),
    step(
      'look',
      'You look, and decide',
      'Accept, try another target, or discard. Until you accept, nothing is lost.',
      null,
    ),
    step(
      'promote',
      `Promote ${member}`,
      'The point of no return: a new timeline begins. After it only another restore leads back.',
      psql(member, ['select pg_promote()']),
    ),
    step(
      'start_patroni',
      `Start Patroni on ${member}`,
      'It takes the leader key, and puts the normal parameters back.',
      service(member, 'start'),
    ),
    step(
      'resume',
      'Resume Patroni',
      'It is in charge again.',
      curlText('PATCH', `${url(member)}/config`, by, { pause: null }),
    ),
    step(
      'rejoin',
      others.length === 0 ? 'No other member' : `${listed(others)} join again`,
      'They rewind and follow; one that cannot is copied anew.',
      others[0] === undefined ? null : service(others[0], 'start'),
    ),
    step(
      'check',
      'Check the archive',
      `On ${facts.repositoryHost}, once the new timeline has reached it.`,
      onRepository(['check']),
    ),
    ...(input.backup
      ? [
          step(
            'backup',
            'Take a full backup',
            `On ${facts.repositoryHost}: what the new timeline starts from.`,
            onRepository(['--type=full', 'backup']),
          ),
        ]
      : []),
  ];
}

function step(id: string, title: string, detail: string, command: string | null): PlanStep {
  return { id, title, detail, command };
}
