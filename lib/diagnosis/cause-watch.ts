import type { SeenCause } from '@/lib/contract/diagnosis';
import type { Snapshot } from '@/lib/contract/snapshot';
import { membersToLookAt } from '@/lib/domain/diagnosis/finding-diagnosis';
import type { Diagnoses } from './diagnoses';

export interface CauseWatchParts {
  readonly diagnoses: Pick<Diagnoses, 'causesOf'>;
  /** Called when other causes are named than before. */
  readonly onChange: () => void;
}

/** Looks at the hosts of members that need attention before anybody asks, so that the overview can name the cause. */
export class CauseWatch {
  private seen: readonly SeenCause[] = [];

  constructor(private readonly parts: CauseWatchParts) {}

  causes(): readonly SeenCause[] {
    return this.seen;
  }

  /** With each snapshot; what no longer needs attention is forgotten at once. */
  take(snapshot: Snapshot): void {
    const before = namesOf(this.seen);
    this.seen = membersToLookAt(snapshot).flatMap(({ member, sinceMs }) =>
      this.parts.diagnoses.causesOf(member, sinceMs, snapshot),
    );
    if (namesOf(this.seen) !== before) this.parts.onChange();
  }
}

function namesOf(causes: readonly SeenCause[]): string {
  return causes.map(({ member, id, certainty }) => `${member} ${id} ${certainty}`).join('\n');
}
