import type { Gate, Operation } from '@/lib/contract/operations';
import type { Lab } from '../lab/lab';
import { memberNames } from '../lab/members';
import type { Api } from './api';
import { trueLeader } from './cluster-truth';
import { waitFor } from './wait';

/** A table whose content tells a moment: each `step` is a transaction of its own. */
export async function makeWitness(lab: Lab): Promise<void> {
  await tell(lab, 'drop table if exists witness; create table witness (step text primary key)');
}

export async function tell(lab: Lab, sql: string): Promise<void> {
  const { leader } = await trueLeader(lab);
  await lab.psql(leader, sql);
}

/** A moment that lies between what was committed before and what is committed after, on one machine's clock. */
export async function aMoment(): Promise<string> {
  const atMs = Date.now() + 1;
  await waitFor('the moment to be over', 1_000, async () => Date.now() > atMs, 1);
  return new Date(atMs).toISOString();
}

/** What every member has in the table, when they agree: `a b`. */
export async function witnessed(lab: Lab): Promise<string> {
  return waitFor('all members to have the same content', 20_000, async () => {
    const told = await Promise.all(
      memberNames.map((member) =>
        lab.psql(member, "select coalesce(string_agg(step, ' ' order by step), '') from witness"),
      ),
    );
    const [first = '', ...others] = told.map((text) => text.trim());
    if (others.every((text) => text === first)) return { first };
    throw new Error(told.join(' / '));
  }).then(({ first }) => first);
}

/** Waits until the operation stands at a gate of that kind; throws with its words when it ends before. */
export async function untilGate(api: Api, id: string, gate: Gate['id'], timeoutMs = 90_000): Promise<Gate> {
  let over: Operation | null = null;
  const found = await waitFor(`the gate «${gate}»`, timeoutMs, async () => {
    const operation = await api.operation(id);
    if (operation.endedAt !== null) {
      over = operation;
      return { gate: null };
    }
    return operation.gate?.id === gate ? { gate: operation.gate } : null;
  });
  if (found.gate === null) throw new Error(`it ended before: ${JSON.stringify(over)}`);
  return found.gate;
}

/** Waits for the gate whose message fits; in vain, it tells what was said instead. */
export async function untilGateSays(api: Api, id: string, words: RegExp, timeoutMs: number): Promise<Gate> {
  return waitFor(`a gate that says ${words}`, timeoutMs, async () => {
    const { gate, currentStep } = await api.operation(id);
    if (gate !== null && words.test(gate.message)) return gate;
    throw new Error(gate === null ? `it is at «${currentStep}»` : `it says: ${gate.message}`);
  });
}

export async function untilEnded(api: Api, id: string, timeoutMs = 150_000): Promise<Operation> {
  return waitFor('the operation to end', timeoutMs, async () => {
    const operation = await api.operation(id);
    if (operation.gate?.id === 'trouble') throw new Error(`it stands at ${operation.gate.message}`);
    return operation.endedAt === null ? null : operation;
  });
}
