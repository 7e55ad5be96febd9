import { expect, it } from 'vitest';
import { clusterNameSchema } from '@/lib/contract/names';
import type { FleetCluster, Health } from '@/lib/contract/snapshot';
import { worstClusterFirst } from './sort-fleet';

function cluster(name: string, health: Health, warning = 0): FleetCluster {
  return {
    cluster: clusterNameSchema.parse(name),
    at: '2026-11-22T21:34:04.549Z',
    health,
    verdict: { tone: 'ok', title: '', text: '', diagnosis: null },
    reading: { status: 'waiting' },
    leader: null,
    timeline: null,
    paused: false,
    members: [],
    worstLagBytes: null,
    worstLagMember: null,
    lastBackup: null,
    repository: { status: 'waiting' },
    findingCounts: { critical: 0, warning, info: 0 },
    operation: null,
  };
}

it('puts what is worst, and what is not known, before what is well', () => {
  const given = [
    cluster('b10', 'healthy'),
    cluster('b9', 'healthy'),
    cluster('two', 'degraded', 1),
    cluster('three', 'degraded', 2),
    cluster('dark', 'unknown'),
    cluster('down', 'critical'),
  ];
  expect(worstClusterFirst(given).map((each) => each.cluster)).toEqual([
    'down',
    'dark',
    'three',
    'two',
    'b9',
    'b10',
  ]);
});
