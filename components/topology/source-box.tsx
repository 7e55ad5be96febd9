import type { Snapshot } from '@/lib/contract/snapshot';
import { receivesWal } from '@/lib/domain/receives-wal';
import { sourceText } from '@/lib/domain/standby-cluster';
import type { TopologyBox } from '@/lib/domain/topology-shape';
import { BoxFrame, BoxRow } from './box-frame';

/** What a standby cluster follows, as far as its own leader tells: the source itself is not asked. */
export function SourceBox({ box, snapshot }: { box: TopologyBox; snapshot: Snapshot }) {
  const leader = snapshot.members.find(({ role }) => role === 'standby_leader');
  const receives = leader === undefined ? null : receivesWal(snapshot, leader);
  const tone = receives === null ? 'unknown' : receives ? 'ok' : 'bad';
  const word = receives === null ? 'not known' : receives ? 'streams' : 'no WAL comes';
  return (
    <BoxFrame
      box={box}
      look={receives === false ? 'down' : 'plain'}
      tone={tone}
      toneWord={word}
      title="Source"
    >
      <BoxRow name={word}>
        <span className="mono">{sourceText(snapshot)}</span>
      </BoxRow>
    </BoxFrame>
  );
}
