import type { Lsn, MemberName, Moment } from '@/lib/contract/names';
import type { Condition, Member, Role } from '@/lib/contract/snapshot';

/** The cluster as one member's Patroni reads it from the DCS (`GET /cluster`). */
export interface PatroniCluster {
  /** Null before Patroni 3.2. */
  readonly scope: string | null;
  readonly paused: boolean;
  readonly members: readonly PatroniClusterMember[];
  readonly scheduledSwitchover: {
    readonly at: Moment;
    readonly from: string | null;
    readonly to: string | null;
  } | null;
}

export interface PatroniClusterMember {
  readonly name: MemberName;
  readonly role: Role;
  /** Patroni's own word. */
  readonly roleWord: string;
  /** Patroni's own word; empty where it gives none. */
  readonly state: string;
  readonly condition: Condition;
  /** Where its PostgreSQL is; empty where Patroni does not say. */
  readonly host: string;
  readonly port: number | null;
  /** Base of its REST API, without `/patroni`. */
  readonly apiUrl: string | null;
  readonly timeline: number | null;
  /** Bytes not replayed (from 4.1) or not received (before); null on a leader and where Patroni says `unknown`. */
  readonly lagBytes: number | null;
  readonly receiveLagBytes: number | null;
  /** Null before Patroni 4.1. */
  readonly replayLagBytes: number | null;
  readonly receivedLsn: Lsn | null;
  readonly replayedLsn: Lsn | null;
  readonly tags: Member['tags'];
  readonly pendingRestart: boolean;
  readonly pendingRestartReason: Member['pendingRestartReason'];
  readonly scheduledRestartAt: Moment | null;
}

/** One member's own state (`GET /patroni`). */
export interface PatroniMember {
  /** Null before Patroni 3.2. */
  readonly name: string | null;
  readonly scope: string | null;
  readonly role: Role;
  readonly roleWord: string;
  readonly state: string;
  readonly condition: Condition;
  /** `streaming`, `in archive recovery`; null before Patroni 3.0.4 and on a leader. */
  readonly replicationState: string | null;
  readonly timeline: number | null;
  readonly patroniVersion: string | null;
  /** Such as `15.20`; null while PostgreSQL does not answer Patroni. */
  readonly postgresVersion: string | null;
  /** Whether PostgreSQL answered Patroni's query for this very answer. */
  readonly databaseAnswers: boolean;
  readonly startedAt: Moment | null;
  readonly currentLsn: Lsn | null;
  readonly receivedLsn: Lsn | null;
  readonly replayedLsn: Lsn | null;
  readonly replayPaused: boolean | null;
  /** When the last transaction that it replayed was committed. */
  readonly replayedTransactionAt: Moment | null;
  /** Who replicates from it. */
  readonly replication: readonly PatroniSender[];
  readonly systemIdentifier: string | null;
  readonly paused: boolean;
  readonly pendingRestart: boolean;
  readonly pendingRestartReason: Member['pendingRestartReason'];
  readonly scheduledRestartAt: Moment | null;
  readonly tags: Member['tags'];
  readonly watchdogFailed: boolean;
  readonly dcs: PatroniDcsView;
}

export interface PatroniSender {
  readonly applicationName: string;
  readonly user: string | null;
  readonly clientAddress: string | null;
  readonly state: string;
  readonly syncState: string;
  readonly syncPriority: number | null;
}

/** What a member's own answer says of the DCS. */
export interface PatroniDcsView {
  /** When Patroni last read the DCS with success, by its own clock. Null when it never did. */
  readonly lastSeenAt: Moment | null;
  /** Seconds since then, both ends by the member's own clock, so that skew between machines does not show. */
  readonly ageSeconds: number | null;
  /** Patroni's `cluster_unlocked`: nobody holds the leader key, **or** Patroni has no fresh view of the DCS. */
  readonly unlocked: boolean;
  /** The leader keeps leading without the DCS because every member agreed (`failsafe_mode`). */
  readonly failsafeActive: boolean;
}

/** One line of `GET /history`. */
export interface PatroniHistoryRow {
  /** The timeline that ended. */
  readonly timeline: number;
  readonly endLsn: Lsn | null;
  readonly reason: string;
  /** When the next timeline began; null where Patroni does not know. */
  readonly at: Moment | null;
  /** Who led the next timeline; null where Patroni does not know. */
  readonly newLeader: string | null;
}

/** The part of `GET /config` that Howdah reads, with Patroni's own defaults where a key is absent. */
export interface PatroniConfig {
  readonly ttlSeconds: number;
  readonly loopWaitSeconds: number;
  readonly retryTimeoutSeconds: number;
  readonly maximumLagOnFailoverBytes: number;
  /** `on`, `quorum`, another word that Patroni was given, or null when it is off. */
  readonly synchronousMode: string | null;
  readonly synchronousModeStrict: boolean;
  readonly failsafeMode: boolean;
  readonly paused: boolean;
  /** Set where the whole cluster follows another one (`standby_cluster`). */
  readonly standbyCluster: PatroniStandbyCluster | null;
  /** Names under `slots`: replication slots that Patroni makes, and makes again when they are dropped. */
  readonly permanentSlots: readonly string[];
  /** The whole configuration as it stands in the DCS. */
  readonly raw: Readonly<Record<string, unknown>>;
}

export interface PatroniStandbyCluster {
  /** The address that its leader streams from, such as `10.0.0.9:5000`; null where it has an archive alone. */
  readonly source: string | null;
}
