import type { RestoreTarget } from '@/lib/contract/restore';
import type { StepContext } from '../../kind';

/** A member as it was when the restore began; all that is needed to work on it when Patroni is silent. */
export interface RestoreMember {
  readonly name: string;
  readonly url: string;
  readonly dataDirectory: string;
  readonly binDirectory: string;
  readonly configFile: string | null;
  readonly port: number;
  readonly socketDirectory: string;
  readonly stop: readonly string[];
  readonly start: readonly string[];
  /** False: tagged nofailover, Patroni never lets it lead. Absent in what an earlier Howdah wrote. */
  readonly mayLead?: boolean;
}

/** How far a stopped member has come, by its control file. */
export interface Standing {
  readonly timeline: number | null;
  readonly checkpoint: string | null;
}

/** What is restored, resolved. Another target changes it. */
export interface RestoreAim {
  readonly target: RestoreTarget;
  readonly set: string;
  readonly repository: number;
  readonly timeline: number;
  readonly databaseBytes: number | null;
  readonly walFirst: string | null;
  readonly walLast: string | null;
  readonly lostSeconds: number | null;
  readonly lostWalBytes: number | null;
}

export interface RestorePlan {
  /** Whom is restored onto. Absent in what an earlier Howdah wrote. */
  readonly onto?: string;
  readonly leader: string;
  readonly oldTimeline: number;
  readonly members: readonly RestoreMember[];
  readonly superuser: string;
  readonly stanza: string;
  /** On the member that is restored onto. */
  readonly config: string | null;
  readonly repositoryHost: string;
  readonly repositoryConfig: string | null;
  readonly repositoriesAreNumbered: boolean;
  readonly ttlSeconds: number;
}

/** What a restore keeps across a crash. */
export interface RestoreMemory {
  readonly sentAtMs?: number;
  readonly plan?: RestorePlan;
  readonly aim?: RestoreAim;
  /** Set right before the promotion: from here on there is no way back. */
  readonly final?: boolean;
  readonly puttingBack?: boolean;
  readonly restorePoint?: string;
  /** Where and when it was set: the recovery timeline shows it, and knows from it what an undo needs. */
  readonly restorePointLsn?: string | null;
  readonly restorePointAt?: string;
  readonly markedWal?: string;
  readonly stoppedAtMs?: number;
  /** Standbys that have every byte that the leader had written. */
  readonly complete?: readonly string[];
  /** Where each member's data stood when PostgreSQL was stopped: whoever stands elsewhere later has been started since. */
  readonly stoppedAs?: Readonly<Record<string, Standing>>;
  /** pg_controldata of the leader after it was stopped: what recovery must at least be allowed. */
  readonly limits?: Readonly<Record<string, string>>;
  /** Another target that a person wants, not yet resolved. */
  readonly wanted?: RestoreTarget | null;
  readonly restoreJob?: string | null;
  readonly restoreJobs?: number;
  /** The data of the member has been, or may have been, written over. */
  readonly touched?: boolean;
  readonly restoreBeganMs?: number;
  readonly restoreMs?: number;
  readonly recoverBeganMs?: number;
  readonly replayMs?: number;
  readonly acceptedBy?: string;
  readonly newTimeline?: number;
  /** When Patroni first named the restored member its leader. */
  readonly ledAtMs?: number;
  readonly servingAtMs?: number;
  readonly rejoinBeganMs?: number;
  readonly reinitialized?: readonly string[];
  /** Where each Patroni's log ended when it was started to follow: what `pg_rewind` said stands after it. */
  readonly logFrom?: Readonly<Record<string, string>>;
  /** Members that a person wants to have copied anew. */
  readonly copyWanted?: readonly string[];
  /** Restores the end of the old timeline where there is no other copy. */
  readonly fillJob?: string | null;
  readonly backupJob?: string | null;
  readonly backupLabel?: string | null;
}

export function memoryOf(context: StepContext): RestoreMemory {
  return context.memory() as RestoreMemory;
}

export function planOf(context: StepContext): RestorePlan {
  const { plan } = memoryOf(context);
  if (plan === undefined) throw new Error('the restore has no plan yet');
  return plan;
}

export function aimOf(context: StepContext): RestoreAim {
  const { aim } = memoryOf(context);
  if (aim === undefined) throw new Error('the restore has no target yet');
  return aim;
}

export function memberOf(context: StepContext, name: string): RestoreMember {
  const found = planOf(context).members.find((member) => member.name === name);
  if (found === undefined) throw new Error(`${name} is not part of this restore`);
  return found;
}
