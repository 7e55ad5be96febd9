import { describe, expect, it } from 'vitest';
import { memberNameSchema } from '@/lib/contract/names';
import type { RestoreInput } from '@/lib/contract/operations';
import { psqlText } from '@/lib/domain/by-hand';
import { cancelSwitchoverCommands } from '@/lib/domain/cancel-switchover';
import { sampleLeader, sampleMember, sampleSnapshot } from '@/lib/domain/fixtures/snapshot';
import { serviceSteps } from '@/lib/domain/member-service';
import { patronictlText } from '@/lib/domain/patronictl';
import { reinitializeCommands } from '@/lib/domain/reinitialize';
import { backupCommands } from '@/lib/domain/repository/backup-plan';
import { checkCommands } from '@/lib/domain/repository/check-plan';
import { infoCommand } from '@/lib/domain/repository/commands';
import { expireCommands } from '@/lib/domain/repository/expire-plan';
import { verifyCommands } from '@/lib/domain/repository/verify-plan';
import type { RestoreFacts } from '@/lib/domain/restore/restore-facts';
import { restoreSteps } from '@/lib/domain/restore/restore-steps';
import { shellText } from '@/lib/domain/shell-text';
import { switchoverCommands } from '@/lib/domain/switchover';
import { hostileNames, marked, wordsIn, wordsMeant } from '@/lib/upstream/fixtures/hostile-names';
import { stopArguments } from '@/lib/upstream/host/postgres-instance';
import { psqlPlace } from '@/lib/upstream/host/psql';
import type { ClusterPort } from './cluster-port';
import { whyOver } from './kinds/restore/why-over';
import { patronictlOn } from './next-command';

const apiUrl = null;
const byHand = (name: string) => ({
  ...{ username: name, ca: `/${name}`, cert: `/${name}`, key: `/${name}`, verify: false },
  configs: { [name]: `/${name}` },
});

/** Every plan with commands, and what makes those of gates, of a cluster in which everything has this name that can have one. */
const plans: Readonly<Record<string, (name: string) => readonly (string | null)[]>> = {
  switchover: (name) => switchoverCommands(cluster(name), { candidate: name, at: null }, byHand(name)),
  'cancelled switchover': (name) => cancelSwitchoverCommands(cluster(name), byHand(name)),
  reinitialize: (name) => reinitializeCommands(cluster(name), { member: name, force: true }, byHand(name)),
  'stopped member': (name) =>
    serviceSteps('stop', { member: name }, [name, name]).map(({ command }) => command),
  backup: (name) => backupCommands(place(name), { type: 'full', repository: 1, annotation: name }),
  check: (name) => checkCommands(place(name)),
  verify: (name) => verifyCommands(place(name), { repository: 1, set: name }),
  expire: (name) => expireCommands(place(name), { repository: 1, set: name }),
  info: (name) => [infoCommand(place(name))],
  patronictl: (name) => [patronictlText({ config: name, scope: name }, 'restart', [name])],
  'gate: no room': (name) => [
    whyOver('No space left on device', { name, dataDirectory: `/${name}` }, 'it').command,
  ],
  'gate: patronictl': (name) => [patronictlOn(portOf(name), name, 'reinit', [name, '--force']).command],
  'gate: instance': (name) => {
    const instance = { dataDirectory: `/${name}`, binDirectory: `/${name}`, configFile: null };
    const target = { ...instance, socketDirectory: `/${name}`, port: 5432, user: name, database: 'postgres' };
    return [shellText(stopArguments(instance, 'fast', 60)), psqlText(psqlPlace(target), ['select 1'])];
  },
  restore: (name) =>
    restoreSteps(cluster(name), restoreInput(name), restoreFacts(name), byHand(name)).map(
      ({ command }) => command,
    ),
};

const portOf = (name: string) =>
  ({
    snapshot: () => cluster(name),
    settings: { hosts: { [name]: { patroniConfig: `/${name}` } } },
  }) as unknown as ClusterPort;
const place = (name: string) => ({ config: `/${name}`, stanza: name });
const cluster = (name: string) =>
  sampleSnapshot({
    scope: name,
    leader: memberNameSchema.parse(name),
    members: [sampleLeader(name, { apiUrl }), sampleMember('other', { apiUrl })],
  });
const restoreInput = (member: string): RestoreInput => ({
  ...{ member, target: { type: 'immediate' }, timeline: null, set: member, repository: 1 },
  ...{ backup: true, undoes: null },
});
/** What the steps read of it. */
const restoreFacts = (name: string) =>
  ({
    answer: { path: { set: { label: name }, repository: 1, timeline: 3 }, checks: [] },
    hosts: [
      {
        member: name,
        binDirectory: `/${name}`,
        dataDirectory: `/${name}`,
        socketDirectory: null,
        port: null,
      },
    ],
    superuser: name,
    patroniService: { [name]: { stop: ['stop', name], start: ['start', name] } },
    ...{ stanza: name, config: `/${name}`, repositoryHost: name, repositoryConfig: `/${name}` },
    repositoriesAreNumbered: true,
  }) as unknown as RestoreFacts;

const commandsOf = (plan: keyof typeof plans, name: string) =>
  (plans[plan]?.(name) ?? []).flatMap((command) => command ?? []);

describe.each(Object.keys(plans))('the commands of a plan or gate: %s', (plan) => {
  it.each(hostileNames)('have the words that were meant, whatever is called %j', (name) => {
    const meant = wordsMeant(commandsOf(plan, marked), name);
    expect(meant.flat().some((word) => word.includes(name))).toBe(true);
    expect(wordsIn(commandsOf(plan, name))).toEqual(meant);
  });
});
