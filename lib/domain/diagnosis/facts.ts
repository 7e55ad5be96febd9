import type { EvidenceFact, EvidenceId } from '@/lib/contract/diagnosis';
import { formatBytes, formatCount, formatDurationMs } from '../format';
import type { MemberEvidence } from './evidence';
import { languageOf } from './log/postgres-log';

type Tone = EvidenceFact['tone'];
const fact = (name: string, value: string, tone: Tone = 'plain'): EvidenceFact => ({ name, value, tone });
const goodOrBad = (isGood: boolean): Tone => (isGood ? 'ok' : 'bad');

/** How far a clock may be off before it is worth a colour. */
const tolerableMs = 5000;

/** What one piece of evidence found, as rows. Empty while it is not known, and for logs. */
export function factsOf(id: EvidenceId, evidence: MemberEvidence): EvidenceFact[] {
  const { patroni } = evidence;
  switch (id) {
    case 'patroni':
      return [
        fact('answers', patroni.answers ? 'yes' : (patroni.trouble ?? 'no'), goodOrBad(patroni.answers)),
        fact(patroni.answers ? 'state' : 'last state', patroni.state),
        ...(patroni.leader === null
          ? [fact('leader', 'none', 'bad')]
          : [fact('leader', patroni.isLeader ? `${patroni.leader}, this one` : patroni.leader)]),
        ...(patroni.isPaused ? [fact('cluster', 'paused')] : []),
        ...(patroni.isStreaming === null
          ? []
          : [fact('receives WAL', patroni.isStreaming ? 'yes' : 'no', goodOrBad(patroni.isStreaming))]),
      ];
    case 'service': {
      const { service } = evidence;
      if (service === null) return [];
      return [
        fact('service manager', service.said === '' ? 'said nothing' : service.said),
        ...service.processes.map(({ pid, state, seconds }) =>
          fact(
            `process ${pid}`,
            `${stateWord(state)}, for ${formatDurationMs(seconds * 1000)}`,
            goodOrBad(!/[TtZ]/.test(state)),
          ),
        ),
        ...(service.processes.length === 0 ? [fact('processes', 'none', 'bad')] : []),
      ];
    }
    case 'postmaster': {
      const { postmaster } = evidence;
      if (postmaster === null) return [];
      const { pid, process, options } = postmaster;
      return [
        process === null
          ? fact('runs', pid === null ? 'no' : `no; postmaster.pid names ${pid}, which is gone`, 'bad')
          : fact('runs', `process ${process.pid}, for ${formatDurationMs(process.seconds * 1000)}`, 'ok'),
        ...(options === null ? [] : [fact('last started as', options)]),
      ];
    }
    case 'socket':
      return (evidence.socket ?? []).flatMap((folder) => [
        folder.exists
          ? fact(folder.path, `${folder.owner}, mode ${folder.mode}`, goodOrBad(folder.isWritable))
          : fact(
              folder.path,
              folder.canBeMade ? 'not there; it can be made' : 'not there, and cannot be made',
              'bad',
            ),
        fact(
          'after a reboot',
          !folder.isVolatile
            ? 'still there'
            : folder.madeAtBoot === null
              ? 'gone, and nothing makes it again'
              : `made again by ${folder.madeAtBoot}`,
          folder.isVolatile && folder.madeAtBoot === null ? 'bad' : 'plain',
        ),
      ]);
    case 'data': {
      const { data } = evidence;
      if (data === null) return [];
      if (!data.exists) return [fact(data.path, 'not there', 'bad')];
      return [
        fact(
          data.path,
          `${data.owner}, mode ${data.mode}`,
          goodOrBad(data.owner === data.account && /[07](700|750)$|^(700|750)$/.test(data.mode ?? '')),
        ),
        fact('asked as', data.account),
        fact('PostgreSQL', data.version ?? 'no PG_VERSION in it', data.version === null ? 'bad' : 'plain'),
      ];
    }
    case 'control':
      return controlNames.flatMap((name) => {
        const value = evidence.control?.[name];
        return value === undefined ? [] : [fact(name, value)];
      });
    case 'disk':
      return (evidence.disk ?? []).map(({ path, purpose, freeBytes, sizeBytes, freeInodes }) =>
        fact(
          `${purpose}, ${path}`,
          `${formatBytes(freeBytes)} free of ${formatBytes(sizeBytes)}${freeInodes === null ? '' : `, ${formatCount(freeInodes)} inodes`}`,
          freeBytes * 20 < sizeBytes || freeInodes === 0 ? 'bad' : 'plain',
        ),
      );
    case 'ports':
      return (evidence.ports ?? []).map(({ purpose, address, port, holders }) =>
        fact(
          `${purpose}, ${address}:${port}`,
          holders.length === 0
            ? 'nobody listens'
            : holders
                .map(({ pids, command }) =>
                  pids[0] === undefined
                    ? 'a process of another account'
                    : `process ${pids[0]}: ${command ?? '?'}`,
                )
                .join('; '),
        ),
      );
    case 'dcs':
      return (evidence.dcs ?? []).map(({ address, isReached, why }) =>
        fact(address, isReached ? 'takes a connection' : (why ?? 'not reached'), goodOrBad(isReached)),
      );
    case 'clock': {
      const { clock } = evidence;
      if (clock === null) return [];
      const aheadMs = Math.abs(clock.aheadMs);
      const isRight = aheadMs - clock.uncertainMs < tolerableMs;
      const text =
        aheadMs <= clock.uncertainMs
          ? `the same as Howdah’s, within ${clock.uncertainMs} ms`
          : `${formatDurationMs(aheadMs)} ${clock.aheadMs > 0 ? 'ahead of' : 'behind'} Howdah’s (± ${clock.uncertainMs} ms)`;
      return [fact('clock', text, goodOrBad(isRight))];
    }
    case 'archiving': {
      const { archiving } = evidence;
      return [
        ...(patroni.isLeader
          ? [
              patroni.isArchivingFailing === null
                ? fact('archive_command', 'not known: pg_stat_archiver was not read')
                : fact(
                    'archive_command',
                    patroni.isArchivingFailing
                      ? (patroni.archiverError ?? 'fails')
                      : 'no failure since its last success',
                    goodOrBad(!patroni.isArchivingFailing),
                  ),
              ...(patroni.lastArchiveFailure === null
                ? []
                : [
                    fact(
                      'last failure',
                      `${patroni.lastArchiveFailure.wal} at ${patroni.lastArchiveFailure.at}`,
                    ),
                  ]),
            ]
          : []),
        ...(archiving === null
          ? []
          : [
              fact('segments that wait', formatCount(archiving.waiting)),
              ...(archiving.first === null ? [] : [fact('the first', archiving.first)]),
            ]),
      ];
    }
    case 'slots': {
      if (patroni.isLeader) return [fact('slot', 'none is kept for the leader')];
      const { slot, upstream } = patroni;
      const server = upstream?.name ?? 'its upstream';
      if (slot === null)
        return [
          fact('slot', upstream?.slots == null ? `not known: ${server} was not asked` : `none on ${server}`),
        ];
      return [
        fact('on', server),
        fact('slot', slot.name),
        fact('WAL', slot.walStatus ?? 'unknown', slot.walStatus === 'lost' ? 'bad' : 'plain'),
        fact('kept for it', slot.retainedBytes === null ? 'unknown' : formatBytes(slot.retainedBytes)),
      ];
    }
    case 'leader': {
      const own = evidence.control?.['Database system identifier'] ?? patroni.systemIdentifier;
      const timeline =
        evidence.control?.["Latest checkpoint's TimeLineID"] ?? patroni.timeline?.toString() ?? null;
      return [
        fact('timeline here', timeline ?? 'unknown'),
        fact('of the leader', patroni.leaderTimeline?.toString() ?? 'unknown'),
        fact(
          'system identifier here',
          own ?? 'unknown',
          own !== null && patroni.leaderSystemIdentifier !== null && own !== patroni.leaderSystemIdentifier
            ? 'bad'
            : 'plain',
        ),
        fact('of the leader', patroni.leaderSystemIdentifier ?? 'unknown'),
      ];
    }
    case 'autostart': {
      const { autostart } = evidence;
      if (autostart === null) return [];
      if (!autostart.hasSystemd) return [fact('systemd', 'is not there')];
      return autostart.enabled.length === 0
        ? [fact('PostgreSQL beside Patroni', 'no service is enabled', 'ok')]
        : autostart.enabled.map((unit) => fact(unit, 'enabled: starts at boot', 'bad'));
    }
    case 'receiving': {
      const { receiving } = evidence;
      if (receiving === null) return [];
      const { host, port, user, passwordFile, slotName } = receiving;
      if (host === null) return [fact('primary_conninfo', 'none')];
      return [
        fact('server', `${host}:${port ?? '?'}`),
        ...(user === null ? [] : [fact('user', user)]),
        ...(passwordFile === null ? [] : [fact('password file', passwordFile)]),
        fact('slot', slotName ?? 'none'),
      ];
    }
    case 'replication_login': {
      const { replicationLogin: login, receiving } = evidence;
      if (login === null) return [];
      return [
        fact(`at ${receiving?.host ?? 'its server'}`, login.words, goodOrBad(login.isIn)),
        // Patroni writes one line, for the server that the member is to follow.
        ...(/no password supplied/.test(login.words)
          ? [
              fact(
                'password',
                'the password file has none for that server; it is not known whether it is right',
              ),
            ]
          : []),
      ];
    }
    case 'postgres_log': {
      const language = evidence.postgresLog === null ? null : languageOf(evidence.postgresLog);
      return language === null || language === 'English' ? [] : [fact('language', language)];
    }
    case 'patroni_log':
      return [];
  }
}

const controlNames = [
  'Database cluster state',
  'pg_control last modified',
  'Latest checkpoint location',
  "Latest checkpoint's TimeLineID",
  'Minimum recovery ending location',
  "Min recovery ending loc's timeline",
  'Database system identifier',
  'Data page checksum version',
  'wal_log_hints setting',
] as const;

function stateWord(state: string): string {
  if (/[Tt]/.test(state)) return 'stopped by a signal';
  if (state === 'D') return 'waits in the kernel';
  if (state === 'Z') return 'has ended, nobody took its end';
  return 'runs';
}
