import type { DrillReport } from '@/lib/contract/drills';
import { listed, patroniUrlOf } from '@/lib/domain/preflight';
import { checked } from '@/lib/upstream/host/postgres-instance';
import { commandsOn } from '../../host-access';
import type { StepContext } from '../../kind';
import { type EventTold, waitUntil } from './event-told';

const lookMs = 100;
const commandMs = 120_000;
const downWithinMs = 120_000;
const upWithinMs = 120_000;

interface Replica {
  readonly name: string;
  readonly url: string;
  readonly stop: readonly string[];
  readonly start: readonly string[];
}

/**
 * Has replicas down together: they are stopped side by side, and started side by side once the last of them has been
 * down for `holdMs`. Throws, in words, when one was not stopped or does not come back; whoever is down then is started
 * by the step after this.
 */
export async function holdDown(
  context: StepContext,
  names: readonly string[],
  holdMs: number,
  told: Pick<EventTold, 'happened' | 'downs'>,
): Promise<void> {
  const { clock, signal } = context;
  const replicas = names.map((name) => replicaOf(context, name));
  const downs = new Map<string, { downMs: number; upMs: number | null }>();
  const tell = () => told.downs(wireOf(downs), allDownMs(downs, replicas.length));
  await everyOne(replicas, async (replica) => {
    const downMs = await stop(context, replica);
    if (downMs === null) return;
    downs.set(replica.name, { downMs, upMs: null });
    told.happened(replica.name, `${replica.name} is down`);
    tell();
  });
  if (signal.aborted) return;
  const lastMs = Math.max(...[...downs.values()].map(({ downMs }) => downMs));
  if (names.length > 1) told.happened(null, `${listed([...names])} are down together`);
  await waitUntil(context, lastMs + holdMs);
  if (signal.aborted) return;
  told.happened(null, `${listed([...names])} ${names.length === 1 ? 'is' : 'are'} started`);
  await everyOne(replicas, async (replica) => {
    const said = await checked(commandsOn(context.hosts, replica.name), replica.start, commandMs);
    const upMs = await untilServing(context, replica);
    if (signal.aborted) return;
    if (upMs === null) {
      const why = said.ok ? '' : `: ${said.reason}`;
      throw new Error(`${replica.name} does not serve ${upWithinMs / 1000} s after its start${why}.`);
    }
    const { downMs } = downs.get(replica.name) ?? { downMs: clock.nowMs() };
    downs.set(replica.name, { downMs, upMs });
    told.happened(replica.name, `${replica.name} serves again`);
    tell();
  });
}

function replicaOf({ port }: StepContext, name: string): Replica {
  const { members, leader } = port.snapshot();
  const member = members.find((one) => one.name === name);
  const url = member === undefined ? null : patroniUrlOf(member);
  const service = port.settings.hosts[name]?.patroniService;
  if (leader === name) throw new Error(`${name} leads by now: no replica was stopped.`);
  if (url === null || service === undefined)
    throw new Error(
      `${name} cannot be stopped: it has no address, or is not among the hosts in howdah.yaml.`,
    );
  return { name, url, stop: service.stop, start: service.start };
}

/** When it was first seen down: its Patroni, which stops PostgreSQL first, refuses connections. Null when called off. */
async function stop(context: StepContext, replica: Replica): Promise<number | null> {
  const { clock, signal } = context;
  const { name } = replica;
  let ended: Awaited<ReturnType<typeof checked>> | null = null;
  void checked(commandsOn(context.hosts, name), replica.stop, commandMs).then((answer) => {
    ended = answer;
  });
  const untilMs = clock.nowMs() + downWithinMs;
  while (!signal.aborted) {
    const own = await ask(context, replica);
    if (!own.ok && own.kind === 'refused') return clock.nowMs();
    const answer = ended as Awaited<ReturnType<typeof checked>> | null;
    if (answer?.ok === false && answer.kind === 'command_failed')
      throw new Error(`${name} was not stopped: ${answer.reason}.`);
    if (clock.nowMs() >= untilMs)
      throw new Error(
        `${name} is not down after ${downWithinMs / 1000} s${own.ok ? '' : `: ${own.reason}`}.`,
      );
    await clock.sleep(lookMs, signal);
  }
  return null;
}

async function untilServing(context: StepContext, replica: Replica): Promise<number | null> {
  const { clock, signal } = context;
  const untilMs = clock.nowMs() + upWithinMs;
  while (!signal.aborted && clock.nowMs() < untilMs) {
    const own = await ask(context, replica);
    if (own.ok && own.value.databaseAnswers && own.value.condition === 'serving') return clock.nowMs();
    await clock.sleep(lookMs, signal);
  }
  return null;
}

function ask({ patroni, port, signal }: StepContext, { name, url }: Replica) {
  return patroni.readMember(port.settings.patroni, url, { timeoutMs: 1_000, signal, member: name });
}

/** All of them are done with before the first failure is told: nobody is stopped behind its back. */
async function everyOne(replicas: readonly Replica[], work: (replica: Replica) => Promise<void>) {
  const ends = await Promise.allSettled(replicas.map(work));
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

type Downs = ReadonlyMap<string, { readonly downMs: number; readonly upMs: number | null }>;

function wireOf(downs: Downs): DrillReport['downs'] {
  const moment = (ms: number) => new Date(ms).toISOString();
  return [...downs].map(([member, { downMs, upMs }]) => ({
    member,
    downAt: moment(downMs),
    upAt: upMs === null ? null : moment(upMs),
  }));
}

/** From when the last was down until the first served again. */
function allDownMs(downs: Downs, count: number): number | null {
  const ups = [...downs.values()].flatMap(({ upMs }) => upMs ?? []);
  if (downs.size < count || ups.length === 0) return null;
  const lastDownMs = Math.max(...[...downs.values()].map(({ downMs }) => downMs));
  return Math.max(0, Math.min(...ups) - lastDownMs);
}
