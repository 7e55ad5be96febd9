import { expect } from 'playwright/test';
import { type OperationKind, operationKindSchema } from '@/lib/contract/operations';
import { replicasOf, trueLeader } from './cluster-truth';
import { test } from './lab-fixture';
import { whyNotRunnable } from './offered-command';
import { trueBackups } from './repository-truth';

type Wish = readonly [kind: OperationKind, input: unknown];

test('every command that a plan offers is taken by bash and by the program that it names, as it is written', async ({
  lab,
  api,
}) => {
  test.setTimeout(150_000);
  const { leader } = await trueLeader(lab);
  const [replica] = replicasOf(leader);
  const set = (await trueBackups(lab)).findLast(({ type }) => type === 'full')?.label;
  const restored = (target: unknown, member: string = replica): Wish => ['restore', { member, target }];
  const wishes: readonly Wish[] = [
    ['switchover', { candidate: replica }],
    ['switchover', { candidate: replica, at: new Date(Date.now() + 3_600_000).toISOString() }],
    ['cancel_switchover', {}],
    ['reinitialize', { member: replica }],
    ['reinitialize', { member: replica, force: true }],
    ['backup', { type: 'full', repository: 1, annotation: `it's "quoted" for $HOME; \\ and %` }],
    ['check', {}],
    ['verify', {}],
    ['verify', { set }],
    ['expire', {}],
    ['expire', { set }],
    restored({ type: 'time', at: new Date().toISOString() }),
    restored({ type: 'latest' }, leader),
    restored({ type: 'immediate' }),
    restored({ type: 'xid', xid: '771' }),
    restored({ type: 'name', name: "before it's gone" }),
    ['restore_test', { target: { type: 'latest' } }],
    ['restore_test', { target: { type: 'immediate' }, set }],
    ['stop_member', { member: replica }],
    ['start_member', { member: replica }],
    ['drill', { event: 'switchover', member: replica }],
    ['drill', { event: 'stop_replica', member: replica }],
    ['drill', { event: 'restart', member: replica }],
    ['drill', { event: 'stop_postgres' }],
  ];
  const kinds = new Set(wishes.map(([kind]) => kind));
  expect([...kinds].sort(), 'no kind is left out').toEqual([...operationKindSchema.options].sort());

  const offered = new Map<string, string>();
  for (const [kind, input] of wishes) {
    const { commands, steps } = await api.plan(kind, input);
    const all = [...commands, ...steps.flatMap(({ command }) => (command === null ? [] : [command]))];
    // Drills do what other plans say how to do.
    if (kind !== 'drill') expect(all, `${kind} says how it is done by hand`).not.toEqual([]);
    for (const command of all) offered.set(command, kind);
  }
  const refused: string[] = [];
  const tried = new Map<string, string | null>();
  for (const [command, kind] of offered) {
    const why = await whyNotRunnable(lab, command, 'repo', tried);
    if (why !== null) refused.push(`${kind}: ${command}\n  ${why}`);
  }
  expect(refused).toEqual([]);
});
