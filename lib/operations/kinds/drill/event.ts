import type { DrillInput } from '@/lib/contract/drills';
import type { Operation, OperationKind } from '@/lib/contract/operations';
import { patroniUrlOf } from '@/lib/domain/preflight';
import { leads } from '@/lib/domain/roles';
import { errorText } from '@/lib/store/store-error';
import { checked } from '@/lib/upstream/host/postgres-instance';
import { commandsOn } from '../../host-access';
import type { StepContext } from '../../kind';
import { type EventTold, waitUntil } from './event-told';
import { instanceOf, stopCommand } from './ground';
import { holdDown } from './hold-down';
import { planOf } from './memory';

const lookMs = 200;
const patroniMs = 120_000;
const stopMs = 90_000;
const backWithinMs = 120_000;

/** Does what happens in the middle; throws, in words, when it was refused or did not succeed. */
export async function runEvent(
  context: StepContext,
  input: DrillInput,
  beganMs: number,
  told: EventTold,
): Promise<void> {
  const { durationSeconds, event, member } = input;
  if (event === 'nothing') return;
  const thirdMs = (durationSeconds * 1000) / 3;
  await waitUntil(context, beganMs + thirdMs);
  if (context.signal.aborted) return;
  const { stops, subject } = planOf(context);
  told.began();
  switch (event) {
    case 'switchover':
      await operate(context, told, 'switchover', { candidate: member, at: null });
      return;
    case 'stop_replica': {
      const [name] = stops;
      if (name === undefined) return;
      await operate(context, told, 'stop_member', { member: name });
      await waitUntil(context, beganMs + 2 * thirdMs);
      if (!context.signal.aborted) await operate(context, told, 'start_member', { member: name });
      return;
    }
    case 'stop_replicas':
      await holdDown(context, stops, thirdMs, told);
      return;
    case 'stop_postgres':
      await stopPostgres(context, subject ?? '', told);
      return;
    case 'restart':
      await restart(context, subject ?? '', told);
      return;
  }
}

/** Begins another operation, once, and follows it to its end. */
export async function operate(
  context: StepContext,
  told: Pick<EventTold, 'operation' | 'happened'>,
  kind: OperationKind,
  input: Record<string, unknown>,
): Promise<void> {
  const { clock, signal } = context;
  let operation: Operation;
  try {
    operation = await context.startOperation({ kind, input, reason: `Drill ${context.id.slice(0, 8)}` });
  } catch (error) {
    throw new Error(`It was refused: ${errorText(error)}`);
  }
  told.operation(operation.id);
  told.happened(null, `${operation.title} began`);
  while (operation.endedAt === null && !signal.aborted) {
    await clock.sleep(lookMs, signal);
    operation = await context.findOperation(operation.id);
  }
  if (operation.endedAt === null) return;
  told.happened(null, `${operation.title}: ${operation.summary ?? operation.status}`);
  if (operation.status !== 'succeeded')
    throw new Error(`${operation.title}: ${operation.summary ?? operation.status}`);
}

async function stopPostgres(context: StepContext, member: string, told: EventTold): Promise<void> {
  const { hosts, port, clock, signal } = context;
  const place = await instanceOf(member, { port }, hosts);
  if (typeof place === 'string') throw new Error(`PostgreSQL on ${member} was not stopped: ${place}.`);
  const before = port.snapshot().members.find(({ name }) => name === member)?.startedAt ?? null;
  const answer = await checked(commandsOn(hosts, member), stopCommand(place), stopMs);
  if (!answer.ok) throw new Error(`PostgreSQL on ${member} may not have been stopped: ${answer.reason}.`);
  told.happened(member, `PostgreSQL on ${member} was stopped`);
  const untilMs = clock.nowMs() + backWithinMs;
  while (!signal.aborted && clock.nowMs() < untilMs) {
    const leader = port.snapshot().members.find(({ role }) => leads(role));
    const isNew = leader?.name !== member || leader.startedAt !== before;
    if (leader !== undefined && leader.condition === 'serving' && leader.patroni.status === 'fresh' && isNew)
      return;
    await clock.sleep(lookMs, signal);
  }
  if (!signal.aborted) throw new Error(`After ${backWithinMs / 1000} s no member leads again.`);
}

async function restart(context: StepContext, member: string, told: EventTold): Promise<void> {
  const { port, patroni, signal } = context;
  const found = port.snapshot().members.find(({ name }) => name === member);
  const url = found === undefined ? null : patroniUrlOf(found);
  if (url === null) throw new Error(`${member} has no address to ask.`);
  const answer = await patroni.postRestart(port.settings.patroni, url, { timeoutMs: patroniMs, signal });
  if (signal.aborted) return;
  if (answer.outcome === 'refused') throw new Error(`Patroni on ${member} refused: ${answer.text}`);
  told.happened(member, `Patroni on ${member}: ${answer.text || answer.outcome}`);
  if (answer.outcome === 'unknown') throw new Error(`What came of the restart is not known: ${answer.text}`);
}
