import { describe, expect, test } from 'vitest';
import { drillScenarios, restoreScenario, scenarios } from './fixtures/scenarios';
import { runOnShape, shapes } from './fixtures/shapes';

const readless = 'refused: The port for reads does not answer';
const writeless = 'refused: The port for writes does not answer';

/** What is refused on a shape, and why; or what fails there, because nobody is a primary. The rest succeeds. */
const otherwise: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'one member': {
    'a switchover to a candidate': 'refused: node1 leads already',
    'a switchover to whomever Patroni chooses': 'refused: Patroni: no candidate',
    'a switchover for later': 'refused: node1 leads already',
    'a replica copied anew': 'refused: node1 leads',
    'a replica stopped': 'refused: node1 leads, and nobody can take over',
    'the leader stopped': 'refused: node1 leads, and nobody can take over',
    'a full backup': 'refused: No standby serves',
    'an incremental backup': 'refused: No standby serves',
    'a drill: switchover': `${readless}; Patroni: no candidate`,
    'a drill: stop_replicas': `${readless}; No replica serves`,
  },
  'synchronous replication': { 'a switchover for later': 'refused: node3: not synchronous' },
  'a second member that may not lead': {
    'a switchover to a candidate': 'refused: node2: must not lead',
    'a restore': 'refused: node2 is tagged nofailover',
  },
  'a standby cluster': {
    'a full backup': 'failed',
    'an incremental backup': 'failed',
    'a check': 'failed',
    'an expiry': 'refused: Nothing would be removed',
    'a restore test': 'refused: No timeline; Which PostgreSQL was backed up is not known',
    'a drill: switchover': writeless,
    'a drill: stop_replicas': writeless,
    'a restore': 'refused: No timeline; This is a standby cluster',
  },
};

const drills = drillScenarios.filter(({ name }) => name in (otherwise['a standby cluster'] ?? {}));

describe.each(Object.entries(shapes))('on %s', (name, shape) => {
  test('every kind is refused with its reason, or ends as the site says, killed or not', async () => {
    const wrong: string[] = [];
    for (const scenario of [...scenarios, ...drills, restoreScenario]) {
      const run = await runOnShape(scenario, shape);
      const expected = otherwise[name]?.[scenario.name] ?? 'succeeded';
      if (run.outcome !== expected) wrong.push(`${scenario.name}: ${run.outcome}, not ${expected}`);
      wrong.push(...run.wrong.map((words) => `${scenario.name}: ${words}`));
    }
    expect(wrong).toEqual([]);
  });
});
