import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { DrillLogLine } from '@/lib/contract/drills';
import { appendDrillRequests, findDrillRequests, trimDrillRequests } from './drill-requests';
import type { Queryable } from './queryable';

const packed = promisify(gzip);
const unpacked = promisify(gunzip);

/** About ten megabytes once they are compressed. */
const mostLines = 300_000;

interface Writing {
  part: number;
  lines: number;
  /** Whether no line is missing so far. */
  isWhole: boolean;
}

/**
 * The request logs of drills: what the load told, unchanged, so that whoever doubts a figure can work it out again.
 * After the first line that could not be kept none is: a log that ends with `ended` has no hole.
 */
export class DrillLogs {
  private readonly writing = new Map<string, Writing>();

  constructor(
    private readonly store: Queryable,
    private readonly limitLines = mostLines,
  ) {}

  /** Adds lines; called again only when the last call has settled. Rejects when these are the first that are lost. */
  async add(drill: string, lines: readonly DrillLogLine[]): Promise<void> {
    if (lines.length === 0) return;
    const writing = this.writing.get(drill) ?? { part: 0, lines: 0, isWhole: true };
    this.writing.set(drill, writing);
    if (!writing.isWhole) return;
    writing.isWhole = false;
    if (writing.lines + lines.length > this.limitLines) return;
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    if (writing.part === 0) await trimDrillRequests(this.store, drill);
    await appendDrillRequests(this.store, drill, writing.part + 1, await packed(text));
    writing.part += 1;
    writing.lines += lines.length;
    writing.isWhole = true;
  }

  /** Of a drill that has ended nothing more is added. */
  close(drill: string): void {
    this.writing.delete(drill);
  }

  /** NDJSON, part by part; null when nothing of it is kept. */
  async read(drill: string): Promise<ReadableStream<Uint8Array> | null> {
    const { store } = this;
    const first = await findDrillRequests(store, drill, 1);
    if (first === null) return null;
    let part = 1;
    let next: Uint8Array | null = first;
    return new ReadableStream({
      async pull(controller) {
        if (next === null) {
          controller.close();
          return;
        }
        controller.enqueue(await unpacked(next));
        part += 1;
        next = await findDrillRequests(store, drill, part);
      },
    });
  }
}
