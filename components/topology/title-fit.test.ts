import { expect, it } from 'vitest';
import { sampleLeader, sampleMember, sampleSnapshot } from '@/lib/domain/fixtures/snapshot';
import { layoutTopology } from '@/lib/domain/topology';
import { fitsBeside, isLongName } from './title-fit';

/** A box of a member as wide as it is on a screen of 1440 px. */
const usual = (members = [sampleLeader('node1'), sampleMember('node2')]) =>
  layoutTopology(sampleSnapshot({ members }), 810).boxes.find(({ id }) => id === 'member:node2')?.width ?? 0;

it.each([
  ['node1', 'Leader', true],
  ['node2', 'Sync standby', true],
  ['node2', 'Quorum standby', false],
  ['charlie', 'Quorum standby', false],
  ['pg-alpha.production-west', 'Replica', false],
])('%s and %s share the first line of a box: %s', (name, badge, expected) => {
  expect(fitsBeside(name, badge, usual())).toBe(expected);
});

it('leaves any name alone on the first line where there is no room for both', () => {
  const cascade = usual([
    sampleLeader('node1'),
    sampleMember('node2'),
    sampleMember('node3', { replicatesFrom: 'node2' }),
  ]);
  expect(cascade).toBeLessThan(usual());
  expect(fitsBeside('node2', 'Sync standby', cascade)).toBe(false);
  expect(isLongName('charlie')).toBe(false);
  expect(isLongName('pg-alpha.production-west')).toBe(true);
});
