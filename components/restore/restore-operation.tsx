'use client';

import type { Operation } from '@/lib/contract/operations';
import { PhaseLine } from './phase-line';
import { RestoreGate } from './restore-gate';

/** What the page of a restore has beyond that of other operations: how far it is, and where it waits for a person. */
export function RestoreOperation({ operation }: { operation: Operation }) {
  return (
    <>
      <RestoreGate operation={operation} />
      <PhaseLine operation={operation} />
    </>
  );
}
