import type {
  Diagnosis,
  MemberLog,
  MemberLogName,
  MemberLogQuery,
  SeenCause,
} from '@/lib/contract/diagnosis';
import { HowdahError } from '@/lib/contract/howdah-error';
import { memberNameSchema } from '@/lib/contract/names';
import type { Snapshot } from '@/lib/contract/snapshot';
import { diagnose, verdictOf } from '@/lib/domain/diagnosis/diagnose';
import { unreadLog } from '@/lib/domain/diagnosis/log/postgres-log';
import { maskSecrets } from '@/lib/domain/diagnosis/mask-secrets';
import { patroniEvidenceOf } from '@/lib/domain/diagnosis/patroni-evidence';
import { howToConfigure } from '@/lib/settings/how-to';
import type { ClusterSettings, HostSettings } from '@/lib/settings/types';
import { readPatroniLog, readPostgresLog } from '@/lib/upstream/host/evidence/logs';
import { readPatroniPlace } from '@/lib/upstream/host/evidence/patroni-place';
import type { RunHostCommand } from '@/lib/upstream/host/host-command';
import { runOnHost } from '@/lib/upstream/ssh/run';
import { MemberLook } from './member-look';

/** A look that is older is made anew, while somebody asks. */
const youngMs = 15_000;
/** While nobody does, and something is wrong. */
const unaskedMs = 60_000;
/** Then its logs are no longer kept in memory. */
const forgottenMs = 10 * 60_000;

interface Looks {
  shown: MemberLook;
  /** The next one, which takes its place when it has ended. */
  next: MemberLook | null;
  askedAtMs: number;
}

export interface DiagnosesParts {
  readonly settings: ClusterSettings;
  readonly snapshot: () => Snapshot;
  /** How a host is reached; by ssh or locally where nothing is given. */
  readonly runOn?: typeof runOnHost;
}

/** Looks at the members of one cluster; several browsers share one, and nobody looks while nobody asks. */
export class Diagnoses {
  private readonly looks = new Map<string, Looks>();

  constructor(private readonly parts: DiagnosesParts) {}

  /** How the present look stands; begins one when there is none, when the last is old, or when `fresh` is wanted. */
  diagnosis(member: string, { fresh }: { readonly fresh: boolean }): Diagnosis {
    const snapshot = this.parts.snapshot();
    const patroni = patroniEvidenceOf(snapshot, member);
    if (patroni === null) throw unknownMember(snapshot, member);
    const nowMs = Date.now();
    this.forget(nowMs);
    const look = this.lookAt(member, snapshot, nowMs, {
      fresh,
      isOld: ({ endedAtMs }) => nowMs - (endedAtMs ?? nowMs) > youngMs,
    });
    const evidence = look.evidence(patroni);
    const causes = diagnose(evidence, snapshot.scope ?? snapshot.cluster);
    return {
      cluster: snapshot.cluster,
      member: memberNameSchema.parse(member),
      startedAt: new Date(look.startedAtMs).toISOString(),
      endedAt: look.endedAtMs === null ? null : new Date(look.endedAtMs).toISOString(),
      verdict: verdictOf(evidence, causes, look.endedAtMs !== null),
      causes,
      evidence: look.shown(evidence),
      unreadLog: unreadLog(evidence.postgresLog),
      hostConfigured: this.hostOf(member) !== null,
      howTo: howToConfigure.hosts,
    };
  }

  /**
   * The causes that the last whole look names, the one that explains most first; begins a look when there is none, when
   * it is old, from before `sinceMs`, or from before Patroni fell silent or answered again there. None while no look
   * since `sinceMs` is over, and where the host is not in the settings.
   */
  causesOf(member: string, sinceMs: number, snapshot: Snapshot): SeenCause[] {
    const patroni = patroniEvidenceOf(snapshot, member);
    if (patroni === null || this.hostOf(member) === null) return [];
    const nowMs = Date.now();
    this.forget(nowMs);
    const look = this.lookAt(member, snapshot, nowMs, {
      fresh: false,
      isOld: ({ startedAtMs, endedAtMs, answered }) =>
        startedAtMs < sinceMs || answered !== patroni.answers || nowMs - (endedAtMs ?? nowMs) > unaskedMs,
    });
    if (look.endedAtMs === null || look.startedAtMs < sinceMs) return [];
    const at = new Date(look.startedAtMs).toISOString();
    return diagnose(look.evidence(patroni), snapshot.scope ?? snapshot.cluster).map(
      ({ id, title, short, certainty, because }) => ({
        member: memberNameSchema.parse(member),
        id,
        title,
        short,
        certainty,
        seen: because[0] ?? '',
        at,
      }),
    );
  }

  /** The end of a log, or what was written since `after`. */
  async log(member: string, log: MemberLogName, { lines, after }: MemberLogQuery): Promise<MemberLog> {
    const snapshot = this.parts.snapshot();
    if (!snapshot.members.some(({ name }) => name === member)) throw unknownMember(snapshot, member);
    const host = this.hostOf(member);
    if (host === null) {
      throw new HowdahError('not_configured', `${member} is not among the hosts in howdah.yaml`);
    }
    const run = this.runOn(host);
    const { signal } = new AbortController();
    const query = { lines, after };
    let answer: Awaited<ReturnType<typeof readPatroniLog>>;
    if (log === 'patroni') answer = await readPatroniLog(run, host.patroniLog, query, signal);
    else {
      const place = await readPatroniPlace(run, host.patroniConfig, signal);
      answer = place.ok ? await readPostgresLog(run, place.value, query, signal) : place;
    }
    if (!answer.ok) throw new HowdahError('upstream_unreachable', maskSecrets(answer.reason));
    return { ...answer.value, lines: answer.value.lines.map(maskSecrets) };
  }

  close(): void {
    for (const { shown, next } of this.looks.values()) {
      shown.stop();
      next?.stop();
    }
    this.looks.clear();
  }

  private lookAt(
    member: string,
    snapshot: Snapshot,
    nowMs: number,
    { fresh, isOld }: { readonly fresh: boolean; readonly isOld: (look: MemberLook) => boolean },
  ): MemberLook {
    const known = this.looks.get(member);
    if (known === undefined) {
      const look = this.begin(member, snapshot);
      this.looks.set(member, { shown: look, next: null, askedAtMs: nowMs });
      return look;
    }
    known.askedAtMs = nowMs;
    if (known.next !== null && known.next.endedAtMs !== null) {
      known.shown = known.next;
      known.next = null;
    }
    const { shown } = known;
    if (shown.endedAtMs === null) return shown;
    if (fresh) {
      known.shown = known.next ?? this.begin(member, snapshot);
      known.next = null;
    } else if (known.next === null && isOld(shown)) {
      known.next = this.begin(member, snapshot);
    }
    return known.shown;
  }

  private begin(member: string, snapshot: Snapshot): MemberLook {
    const host = this.hostOf(member);
    const patroni = patroniEvidenceOf(snapshot, member);
    const look = new MemberLook({
      member,
      host,
      run: host === null ? null : this.runOn(host),
      answered: patroni?.answers ?? false,
      isFollower: patroni?.isFollower ?? true,
    });
    void look.look();
    return look;
  }

  private forget(nowMs: number): void {
    for (const [member, { askedAtMs }] of this.looks) {
      if (nowMs - askedAtMs > forgottenMs) this.looks.delete(member);
    }
  }

  private hostOf(member: string): HostSettings | null {
    const { hosts } = this.parts.settings;
    return Object.hasOwn(hosts, member) ? (hosts[member] ?? null) : null;
  }

  private runOn(host: HostSettings): RunHostCommand {
    const run = this.parts.runOn ?? runOnHost;
    return (argv, options) => run(host, this.parts.settings.ssh, argv, options);
  }
}

function unknownMember(snapshot: Snapshot, member: string): HowdahError {
  const known = snapshot.members.map(({ name }) => name).join(', ');
  return new HowdahError('unknown_member', `${snapshot.cluster} has no member ${member}; it has ${known}`);
}
