import type { Lsn } from '@/lib/contract/names';
import { lsnDistanceBytes } from '@/lib/domain/lsn';

interface Position {
  readonly leader: string;
  readonly lsn: Lsn;
  readonly atMs: number;
}

const windowMs = 10_000;
const shortestMs = 900;

/** Bytes of WAL a second that the leader writes, over the last ten seconds. Another leader starts anew. */
export class WalRate {
  private positions: Position[] = [];

  add(position: Position): void {
    const last = this.positions.at(-1);
    if (last !== undefined && last.atMs >= position.atMs) return;
    if (
      last !== undefined &&
      (last.leader !== position.leader || lsnDistanceBytes(last.lsn, position.lsn) < 0)
    ) {
      this.positions = [];
    }
    this.positions = [...this.positions.filter((one) => position.atMs - one.atMs <= windowMs), position];
  }

  bytesPerSecond(): number | null {
    const first = this.positions[0];
    const last = this.positions.at(-1);
    if (first === undefined || last === undefined || last.atMs - first.atMs < shortestMs) return null;
    return (lsnDistanceBytes(first.lsn, last.lsn) * 1000) / (last.atMs - first.atMs);
  }
}
