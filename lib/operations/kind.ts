import type { z } from 'zod';
import type { DrillLogLine, DrillReport } from '@/lib/contract/drills';
import type {
  AcceptRequest,
  Gate,
  Look,
  LookAnswer,
  LookQuery,
  Operation,
  OperationKind,
  OperationRequest,
  OperationResult,
  PlanOption,
  PlanStep,
} from '@/lib/contract/operations';
import type { RestoreTestReport } from '@/lib/contract/restore-tests';
import type { Snapshot } from '@/lib/contract/snapshot';
import type { PatroniByHand } from '@/lib/domain/by-hand';
import type { Judgement } from '@/lib/domain/preflight';
import type { OperationMemory } from '@/lib/store/operations';
import type { Clock } from './clock';
import type { ClusterPort } from './cluster-port';
import type { DrillCalls } from './drill-calls';
import type { HostAccess } from './host-access';
import type { PatroniCalls } from './patroni-calls';

export interface PlanContext {
  readonly snapshot: Snapshot;
  readonly port: ClusterPort;
  readonly hosts: HostAccess;
  readonly patroni: PatroniCalls;
  readonly drillCalls: DrillCalls;
  readonly nowMs: number;
  /** What `measures` came to in this cluster's last operations of the kind, newest first. */
  readonly measured: readonly number[];
  readonly byHand: PatroniByHand;
}

export interface KindPlan extends Judgement {
  readonly options: { readonly field: string; readonly choices: readonly PlanOption[] } | null;
  readonly steps: readonly PlanStep[];
  readonly commands: readonly string[];
  readonly confirmLabel: string;
  /** Why the cluster's name must be typed, for kinds where that depends on the cluster. */
  readonly nameWanted?: string;
}

export type NeedsPerson = NonNullable<Operation['needsPerson']>;

/** How a step ended. `open`: it did not come to its end, but what was asked for has happened. */
export type StepEnd =
  | { readonly end: 'done' | 'skipped'; readonly message: string }
  | { readonly end: 'failed'; readonly message: string }
  | { readonly end: 'open'; readonly message: string; readonly needsPerson: NeedsPerson | null }
  /** Everything from the step `to` on is done anew: another target. */
  | { readonly end: 'back'; readonly to: string; readonly message: string }
  /** A person gives it up here: what was changed is put back. */
  | { readonly end: 'discard'; readonly message: string }
  | { readonly end: 'unknown'; readonly message: string; readonly needsPerson: NeedsPerson };

/** What a step works with. Nothing here outlives the process, except what `remember` was given. */
export interface StepContext {
  readonly id: string;
  readonly cluster: string;
  readonly requestedBy: string;
  readonly port: ClusterPort;
  readonly hosts: HostAccess;
  readonly patroni: PatroniCalls;
  readonly drillCalls: DrillCalls;
  readonly clock: Clock;
  /** Whether it is Howdah that stops, and not the operation. */
  isLeaving(): boolean;
  /** Aborts when Howdah stops or a person stops the operation; a step then returns soon, its end is not read. */
  readonly signal: AbortSignal;
  memory(): OperationMemory;
  /** Kept across a crash. Has been written when it resolves; throws when the store does not answer. */
  remember(patch: OperationMemory): Promise<void>;
  /** The same, for what may be lost: written when the store can. */
  note(patch: OperationMemory): void;
  log(text: string): void;
  progress(fraction: number | null, text: string): void;
  /** Says that a person should look, while the step goes on looking itself; null takes it back. */
  needPerson(needs: NeedsPerson | null): void;
  /**
   * Waits here for a person's decision, which is in the store before this resolves: after a crash the same step
   * gets it again. Rejects when Howdah or the operation stops, and when `open` aborts.
   */
  gate(gate: Gate, open?: AbortSignal): Promise<GateDecision>;
  readonly drills: DrillKeeper;
  /**
   * Begins another operation, as the person who began this one, and resolves when it is certain to run; throws what
   * the engine throws. Whoever calls it remembers first that it was asked for: it is never asked for twice.
   */
  startOperation(request: OperationRequest): Promise<Operation>;
  /** How an operation stands, this or another. */
  findOperation(id: string): Promise<Operation>;
  /** Keeps how a restore test stands, in the place of what was kept of it before; tries until the store takes it. */
  keepReport(report: RestoreTestReport): Promise<void>;
}

/** Where the reports of drills are kept, and the request logs that they were made from. */
export interface DrillKeeper {
  keep(report: DrillReport): Promise<void>;
  find(id: string): Promise<DrillReport | null>;
  /** Adds to the request log of a drill whose report is kept already. */
  log(id: string, lines: readonly DrillLogLine[]): Promise<void>;
}

export type GateDecision = AcceptRequest & { readonly by: string };

export interface StepDefinition {
  readonly id: string;
  readonly run: (context: StepContext) => Promise<StepEnd>;
  /**
   * True for the step that sends something to the cluster. It remembers `sentAtMs` before it sends, and is never
   * run a second time once that stands in the memory: `verify` finds out what came of it.
   */
  readonly changes?: true;
  /** After a restart of Howdah: what came of it. `again`: nothing that counts, run it. */
  readonly verify?: (context: StepContext) => Promise<StepEnd | { readonly end: 'again' }>;
}

/** One run of an operation: its steps share what they find out through the closure that made them. */
export interface OperationRun {
  readonly steps: readonly StepDefinition[];
  /**
   * Puts the cluster back as it was. Runs when a person stops or discards an operation that has changed something,
   * unless `isFinal` says that there is no way back any more. It can be repeated, and goes on after a crash.
   */
  readonly putBack?: StepDefinition & { readonly title: string };
  isFinal?(memory: OperationMemory): boolean;
  /**
   * How things stand where a person has it stop, and the next command; asked of the cluster. Without it they are told
   * to look for themselves.
   */
  stands?(context: StepContext): Promise<NeedsPerson>;
  /** Answers a query at the operation's gate, which shows `look`. */
  query?(context: StepContext, query: LookQuery, look: Look): Promise<LookAnswer>;
  /** After all steps: what the cluster says. */
  conclude(context: StepContext): OperationResult | Promise<OperationResult>;
  release(): void;
}

export interface OperationKindDefinition<Input> {
  readonly kind: OperationKind;
  readonly schema: z.ZodType<Input>;
  /** Who may do it, once there is a login. */
  readonly role: 'operator';
  /** `name`: the cluster's name must be typed, because data is destroyed. */
  readonly confirm: 'button' | 'name';
  /** The names of measured facts that a plan wants to know, the best first. */
  readonly measures: readonly string[];
  title(input: Input): string;
  /** A member that the input names and that must exist. */
  memberOf(input: Input): { readonly field: string; readonly name: string } | null;
  plan(input: Input, context: PlanContext): KindPlan | Promise<KindPlan>;
  begin(input: Input): OperationRun;
}

/** A kind together with an input that fits it. */
export interface PreparedOperation {
  readonly kind: OperationKind;
  readonly input: Record<string, unknown>;
  readonly confirm: 'button' | 'name';
  readonly measures: readonly string[];
  readonly title: string;
  readonly member: { readonly field: string; readonly name: string } | null;
  plan(context: PlanContext): Promise<KindPlan>;
  begin(): OperationRun;
}

export interface AnyKind {
  readonly kind: OperationKind;
  readonly role: 'operator';
  /** Throws a `ZodError` for an input that does not fit. */
  prepare(input: unknown): PreparedOperation;
}

/** Ties an input's type to its kind once, so that nobody after this needs to know it. */
export function defineKind<Input extends Record<string, unknown>>(
  definition: OperationKindDefinition<Input>,
): AnyKind {
  const { kind, role, confirm, measures } = definition;
  return {
    kind,
    role,
    prepare(raw) {
      const input = definition.schema.parse(raw);
      return {
        kind,
        input,
        confirm,
        measures,
        title: definition.title(input),
        member: definition.memberOf(input),
        plan: async (context) => definition.plan(input, context),
        begin: () => definition.begin(input),
      };
    },
  };
}
