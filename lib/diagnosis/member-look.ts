import type { Evidence, EvidenceId } from '@/lib/contract/diagnosis';
import { evidenceIdSchema } from '@/lib/contract/diagnosis';
import type { MemberEvidence, PatroniEvidence, PatroniPlace } from '@/lib/domain/diagnosis/evidence';
import { factsOf } from '@/lib/domain/diagnosis/facts';
import { postgresLogOf } from '@/lib/domain/diagnosis/log/postgres-log';
import { maskSecrets } from '@/lib/domain/diagnosis/mask-secrets';
import { shellText } from '@/lib/domain/shell-text';
import type { HostSettings } from '@/lib/settings/types';
import type { Answer } from '@/lib/upstream/answer';
import {
  readArchiving,
  readControl,
  readDataFolder,
  readDisk,
  readSocketFolders,
} from '@/lib/upstream/host/evidence/folders';
import { readPatroniLog, readPostgresLog } from '@/lib/upstream/host/evidence/logs';
import { readDcs, readHost, readPorts } from '@/lib/upstream/host/evidence/network';
import { readPatroniPlace } from '@/lib/upstream/host/evidence/patroni-place';
import { readPostmaster, readService } from '@/lib/upstream/host/evidence/processes';
import { readReceiving, tryReplicationLogin } from '@/lib/upstream/host/evidence/receiving';
import type { RunHostCommand } from '@/lib/upstream/host/host-command';
import { atMost } from './at-most';

/** sshd takes ten sessions a connection; others may be at work on it. */
const mostAtOnce = 6;
const logLines = 300;

interface Found {
  readonly state: Evidence['state'];
  readonly durationMs: number | null;
  readonly why: string | null;
}

const waiting: Found = { state: 'waiting', durationMs: null, why: null };
const alreadyKnown: Found = { state: 'answered', durationMs: null, why: null };
/** Known without asking the host. */
const fromSnapshot: readonly EvidenceId[] = ['patroni', 'slots', 'leader'];

export interface LookParts {
  readonly member: string;
  readonly host: HostSettings | null;
  readonly run: RunHostCommand | null;
  /** Whether its Patroni answered when the look began. */
  readonly answered: boolean;
  /** Whether it is to receive WAL from another server. */
  readonly isFollower: boolean;
}

/** One look at one member: everything is asked at once, and each answer is there when it comes. */
export class MemberLook {
  readonly startedAtMs = Date.now();
  readonly answered: boolean;
  endedAtMs: number | null = null;
  private readonly found = new Map<EvidenceId, Found>();
  private known: Partial<Omit<MemberEvidence, 'member' | 'patroni'>> = {};
  private readonly aborting = new AbortController();
  private readonly inTurn = atMost(mostAtOnce);

  constructor(private readonly parts: LookParts) {
    this.answered = parts.answered;
    for (const id of evidenceIdSchema.options) {
      this.found.set(id, fromSnapshot.includes(id) ? alreadyKnown : waiting);
    }
  }

  /** Ends when all have answered or failed; never rejects. */
  async look(): Promise<void> {
    const { host, run } = this.parts;
    if (host === null || run === null) this.leaveOut(this.missing(), 'The host is not in the settings.');
    else await Promise.all([this.withoutPlace(host, run), this.withPlace(host, run)]);
    this.endedAtMs = Date.now();
  }

  stop(): void {
    this.aborting.abort();
  }

  evidence(patroni: PatroniEvidence): MemberEvidence {
    return { ...nothing, ...this.known, member: this.parts.member, patroni };
  }

  /** As the page shows it. */
  shown(evidence: MemberEvidence): Evidence[] {
    return evidenceIdSchema.options.map((id) => ({
      id,
      ...(this.found.get(id) ?? waiting),
      facts: factsOf(id, evidence),
      lines:
        id === 'patroni_log'
          ? [...(evidence.patroniLog ?? [])]
          : id === 'postgres_log'
            ? [...(evidence.postgresLog?.lines ?? [])]
            : [],
    }));
  }

  private async withoutPlace(host: HostSettings, run: RunHostCommand): Promise<void> {
    const { signal } = this.aborting;
    const query = { lines: logLines, after: undefined };
    await Promise.all([
      this.ask(
        ['service'],
        () => readService(run, host.patroniService.status, host.patroniConfig, signal),
        (service) => ({ service: { ...service, start: shellText(host.patroniService.start) } }),
      ),
      this.ask(
        ['patroni_log'],
        () => readPatroniLog(run, host.patroniLog, query, signal),
        ({ lines }) => ({
          patroniLog: lines.map(maskSecrets),
        }),
      ),
      this.ask(
        ['clock', 'autostart'],
        () => readHost(run, signal),
        ({ clock, autostart }) => ({ clock, autostart }),
      ),
    ]);
  }

  private async withPlace(host: HostSettings, run: RunHostCommand): Promise<void> {
    const { signal } = this.aborting;
    const answer = await this.inTurn(() => readPatroniPlace(run, host.patroniConfig, signal));
    if (!answer.ok) {
      const why = `Patroni’s configuration (hosts.*.patroniConfig) says where to look: ${answer.reason}`;
      for (const id of this.missing())
        if (needsPlace.has(id)) this.found.set(id, { state: 'failed', durationMs: null, why });
      return;
    }
    const place = answer.value;
    this.known = { ...this.known, place };
    const { dataDirectory: data, binDirectory, logDirectory, socketFolders } = place;
    const query = { lines: logLines, after: undefined };
    await Promise.all([
      this.ask(
        ['postmaster'],
        () => readPostmaster(run, data, signal),
        (postmaster) => ({ postmaster }),
      ),
      this.ask(
        ['data'],
        () => readDataFolder(run, data, signal),
        (folder) => ({ data: folder }),
      ),
      this.ask(
        ['socket'],
        () => readSocketFolders(run, data, socketFolders, signal),
        (socket) => ({ socket }),
      ),
      this.ask(
        ['disk'],
        () => readDisk(run, data, logDirectory, signal),
        (disk) => ({ disk }),
      ),
      this.ask(
        ['ports'],
        () => readPorts(run, place, signal),
        (ports) => ({ ports }),
      ),
      this.ask(
        ['postgres_log'],
        () => readPostgresLog(run, place, query, signal),
        ({ lines }) => ({
          postgresLog: postgresLogOf(lines.map(maskSecrets)),
        }),
      ),
      this.ask(
        ['control'],
        () => readControl(run, data, binDirectory, signal),
        (control) => ({ control }),
      ),
      this.ask(
        ['archiving'],
        () => readArchiving(run, data, signal),
        (archiving) => ({ archiving }),
      ),
      this.askDcs(run, place),
      this.askReceiving(run, place),
    ]);
  }

  private async askDcs(run: RunHostCommand, place: PatroniPlace): Promise<void> {
    if (place.dcsEndpoints.length === 0) {
      const kind = place.dcsKind ?? 'the configuration store';
      this.leaveOut(['dcs'], `No plain address of ${kind} stands in Patroni’s configuration.`);
      return;
    }
    await this.ask(
      ['dcs'],
      () => readDcs(run, place.dcsEndpoints, this.aborting.signal),
      (dcs) => ({ dcs }),
    );
  }

  private async askReceiving(run: RunHostCommand, place: PatroniPlace): Promise<void> {
    if (!this.parts.isFollower) {
      this.leaveOut(['receiving', 'replication_login'], 'It leads and takes writes.');
      return;
    }
    const { signal } = this.aborting;
    await Promise.all([
      this.ask(
        ['receiving'],
        () => readReceiving(run, place.dataDirectory, signal),
        (receiving) => ({ receiving }),
      ),
      this.ask(
        ['replication_login'],
        () => tryReplicationLogin(run, place, signal),
        (replicationLogin) => ({ replicationLogin }),
      ),
    ]);
  }

  private async ask<Value>(
    ids: readonly EvidenceId[],
    question: () => Promise<Answer<Value>>,
    take: (value: Value) => Partial<MemberEvidence>,
  ): Promise<void> {
    let askedMs = Date.now();
    const answer = await this.inTurn(() => {
      askedMs = Date.now();
      return question();
    });
    const durationMs = Date.now() - askedMs;
    if (answer.ok) this.known = { ...this.known, ...take(answer.value) };
    for (const id of ids) {
      this.found.set(
        id,
        answer.ok
          ? { state: 'answered', durationMs, why: null }
          : { state: 'failed', durationMs, why: maskSecrets(answer.reason) },
      );
    }
  }

  private missing(): EvidenceId[] {
    return evidenceIdSchema.options.filter((id) => this.found.get(id) === waiting);
  }

  private leaveOut(ids: readonly EvidenceId[], why: string): void {
    for (const id of ids) this.found.set(id, { state: 'not_asked', durationMs: null, why });
  }
}

const needsPlace = new Set<EvidenceId>([
  'postgres_log',
  'postmaster',
  'socket',
  'data',
  'control',
  'disk',
  'ports',
  'dcs',
  'archiving',
  'receiving',
  'replication_login',
]);

const nothing: Omit<MemberEvidence, 'member' | 'patroni'> = {
  place: null,
  service: null,
  patroniLog: null,
  postgresLog: null,
  postmaster: null,
  socket: null,
  data: null,
  control: null,
  disk: null,
  ports: null,
  dcs: null,
  clock: null,
  archiving: null,
  autostart: null,
  receiving: null,
  replicationLogin: null,
};
