import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { momentSchema } from '@/lib/contract/names';
import type { HaproxyServer } from '@/lib/contract/snapshot';
import type { HaproxyProxy, HaproxyServerStatistics, HaproxySide, HaproxyStatistics } from './types';

const rowsSchema = z.array(z.record(z.string(), z.string()));
type Row = Readonly<Record<string, string>>;

/** Values of the `type` column (HAProxy's management guide, "CSV format"). */
const rowType = { frontend: '0', backend: '1', server: '2' };

/**
 * The text of `<statistics page>;csv`, of any version; null when it is not one.
 * `atMs` is when it arrived: HAProxy gives times as seconds before that.
 */
export function statisticsOfCsv(text: string, atMs: number): HaproxyStatistics | null {
  const rows = rowsOf(text);
  if (rows === null) return null;
  const byName = new Map<string, Row[]>();
  for (const row of rows) {
    const name = row.pxname ?? '';
    const own = byName.get(name);
    if (own === undefined) byName.set(name, [row]);
    else own.push(row);
  }
  byName.delete('');
  return { proxies: new Map([...byName].map(([name, own]) => [name, proxyOf(name, own, atMs)])) };
}

function rowsOf(text: string): Row[] | null {
  if (!text.startsWith('# pxname,svname,')) return null;
  try {
    return rowsSchema.parse(
      parse(text.slice(2), {
        columns: true,
        relax_column_count: true,
        relax_quotes: true,
        skip_empty_lines: true,
      }),
    );
  } catch {
    return null;
  }
}

function proxyOf(name: string, rows: readonly Row[], atMs: number): HaproxyProxy {
  const servers = rows.filter((row) => row.type === rowType.server);
  const active = servers.some((row) => row.bck !== '1' && takesConnections(row));
  // Backup servers stand in only while no other takes connections, and then the first of them alone.
  const standIn = active ? undefined : servers.find((row) => row.bck === '1' && takesConnections(row));
  return {
    name,
    frontend: sideOf(rows.find((row) => row.type === rowType.frontend)),
    backend: sideOf(rows.find((row) => row.type === rowType.backend)),
    servers: servers.map((row) =>
      serverOf(row, takesConnections(row) && (row.bck !== '1' || row === standIn), atMs),
    ),
  };
}

function sideOf(row: Row | undefined): HaproxySide | null {
  return row === undefined ? null : { status: row.status ?? '', sessions: numberOf(row.scur) };
}

function serverOf(row: Row, receives: boolean, atMs: number): HaproxyServerStatistics {
  const stateWord = row.status ?? '';
  const sinceSeconds = numberOf(row.lastchg);
  return {
    name: row.svname ?? '',
    address: textOf(row.addr),
    state: stateOf(stateWord),
    stateWord,
    receives,
    sessions: numberOf(row.scur),
    queue: numberOf(row.qcur),
    // A star in front says that the next check is under way.
    checkStatus: textOf(row.check_status?.replace(/^\*\s*/, '')),
    checkCode: numberOf(row.check_code),
    checkDurationMs: numberOf(row.check_duration),
    checkDescription: textOf(row.check_desc) ?? textOf(row.last_chk),
    since: sinceSeconds === null ? null : momentBefore(atMs, sinceSeconds),
  };
}

/** HAProxy's words: `UP`, `UP 1/3`, `DOWN`, `DOWN 1/2`, `DOWN (agent)`, `NOLB`, `DRAIN`, `MAINT (via …)`, `no check`. */
function stateOf(word: string): HaproxyServer['state'] {
  const first = word.split(' ')[0];
  if (word === 'no check') return 'unchecked';
  if (first === 'UP') return 'up';
  if (first === 'DOWN') return 'down';
  if (first === 'MAINT') return 'maintenance';
  return first === 'DRAIN' || first === 'NOLB' ? 'draining' : 'unknown';
}

function takesConnections(row: Row): boolean {
  const state = stateOf(row.status ?? '');
  return (state === 'up' || state === 'unchecked') && numberOf(row.weight) !== 0;
}

function numberOf(text: string | undefined): number | null {
  return text !== undefined && /^\d+$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : null;
}

function textOf(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : text;
}

function momentBefore(atMs: number, seconds: number): string | null {
  const date = new Date(atMs - seconds * 1000);
  // Years that ISO 8601 writes with more than four digits are no moments here.
  return Number.isNaN(date.getTime()) ? null : (momentSchema.safeParse(date.toISOString()).data ?? null);
}
