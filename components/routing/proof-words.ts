import type { Tone } from '@/components/ui/status-mark';
import type { RouteProof } from '@/lib/contract/route-proofs';
import type { Disagreement, RouteRow } from '@/lib/contract/routing';
import { formatDurationMs } from '@/lib/domain/format';

/** What came of a proof, in a few words. */
export function proofMark(proof: RouteProof): { tone: Tone; word: string } {
  const verb = proof.purpose === 'writes' ? 'written' : 'read';
  if (proof.outcome === 'proven') return { tone: 'ok', word: verb };
  return { tone: 'bad', word: proof.outcome === 'read_only' ? 'landed on a standby' : 'failed' };
}

/** Who answered, and how fast: `node1 · 4.2 ms`. */
export function proofShort(proof: RouteProof): string {
  if (proof.outcome !== 'proven') return proofMark(proof).word;
  return `${answererOf(proof) ?? 'someone'} · ${formatDurationMs(proof.durationMs)}`;
}

export function answererOf(proof: RouteProof): string | null {
  return proof.answeredBy ?? proof.serverAddress;
}

/** The refusal of a write on a standby is as it should be; a standby that takes writes would be none. */
export function refusalText(proof: RouteProof): string | null {
  if (proof.refusal === null) return null;
  return `A write was refused there, as it should be: SQLSTATE ${proof.refusal.sqlstate}, ${proof.refusal.message}`;
}

/** `writable primary`, `standby, read-only`. */
export function serverKind(proof: RouteProof): string | null {
  if (proof.inRecovery === null) return null;
  if (proof.inRecovery) return 'standby, read-only';
  return proof.readOnly === true ? 'primary, but read-only by default' : 'primary, writable';
}

const troubles: Readonly<Record<Disagreement['kind'], string>> = {
  writes_misrouted: 'receives writes and is not the leader',
  writes_nowhere: 'nobody receives writes',
  reads_nowhere: 'nobody receives reads',
  replica_unused: 'healthy replica, not used',
  member_missing: 'HAProxy has no server for it',
  stale_server: 'no member of this cluster',
  server_unknown: 'which member it is, is not known',
  reads_on_leader: 'the leader receives reads',
};

/** What is wrong with one row of the table, in words; null where both agree. */
export function rowTrouble(row: RouteRow): string | null {
  const words = row.disagreements.map(({ kind }) =>
    kind === 'stale_server' && row.member !== null ? 'has another address than the member' : troubles[kind],
  );
  return words.length === 0 ? null : words.join('; ');
}
