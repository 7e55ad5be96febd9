import { FindingList } from '@/components/findings/finding-list';
import { Panel } from '@/components/ui/panel';
import type { Finding, Snapshot } from '@/lib/contract/snapshot';
import { heldSlot } from '@/lib/domain/slots';

/** What needs attention about one member; nothing when nothing does. */
export function FindingsOf({ snapshot, member }: { snapshot: Snapshot; member: string }) {
  const findings = snapshot.findings.filter((finding) => isAbout(finding, snapshot, member));
  if (findings.length === 0) return null;
  return (
    <Panel title="Needs attention" count={findings.length} flush>
      <FindingList snapshot={snapshot} findings={findings} />
    </Panel>
  );
}

function isAbout(finding: Finding, snapshot: Snapshot, member: string): boolean {
  if (finding.subject.type === 'member') return finding.subject.name === member;
  if (finding.subject.type !== 'slot') return false;
  const holder = heldSlot(finding.subject.name, snapshot)?.slot.member;
  return member === holder || member === finding.diagnosis?.member;
}
