import type { DrillEvent, DrillGaps, DrillInput, DrillOutcome, DrillSummary } from '@/lib/contract/drills';
import { formatCount } from '../format';
import type { Word } from '../operation-words';
import { drillTitle } from './judge-drill';

/** What can happen in the middle of a drill, in the order of how much it asks of the cluster. */
export const eventTexts: Readonly<Record<DrillEvent, { readonly title: string; readonly text: string }>> = {
  nothing: { title: 'Nothing', text: 'Load alone: what is normal, to compare with.' },
  switchover: {
    title: 'Switchover',
    text: 'Another member takes the lead, as the operation «Switchover» does it.',
  },
  stop_replica: {
    title: 'Stop one replica',
    text: 'Its Patroni and its PostgreSQL are stopped, and started again after a while.',
  },
  stop_replicas: {
    title: 'Stop every replica',
    text: 'All replicas are stopped side by side and stay down together for a third of the time: who answers reads meanwhile?',
  },
  stop_postgres: {
    title: 'Stop the leader’s PostgreSQL',
    text: 'Behind Patroni’s back: Patroni starts it again, or another member leads.',
  },
  restart: { title: 'Restart', text: 'Patroni restarts one PostgreSQL, as for a new setting.' },
};

/** Its title in a list of drills: `Switchover to node2`. */
export function drillName(input: Pick<DrillInput, 'event' | 'member'>): string {
  const name = drillTitle(input).replace(/^Drill: /, '');
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

const outcomeWords: Record<DrillOutcome, Word> = {
  running: { word: 'running', tone: 'working' },
  finished: { word: 'finished', tone: 'ok' },
  cancelled: { word: 'stopped by a person', tone: 'quiet' },
  interrupted: { word: 'interrupted', tone: 'warn' },
  failed: { word: 'failed', tone: 'bad' },
};

/** How a drill ended, in words; a word this version does not know looks unknown. */
export function drillOutcomeWord(outcome: DrillOutcome): Word {
  return outcomeWords[outcome] ?? { word: outcome, tone: 'unknown' };
}

/** `4,321 ms`: outages are compared to the millisecond, latency below a tenth of a second finer. Null: unknown. */
export function msText(ms: number | null): string | null {
  if (ms === null) return null;
  return `${ms >= 100 ? formatCount(Math.round(ms)) : String(ms)} ms`;
}

/** `7,407 ms, 7,412 ms on one connection`; null: not known. */
export function gapText({ allMs, oneMs }: DrillGaps): string | null {
  if (allMs === null) return null;
  return oneMs === null ? msText(allMs) : `${msText(allMs)}, ${msText(oneMs)} on one connection`;
}

/** Why the longest gap is another figure than the longest outage. Rates are those of all connections together. */
export function gapReason(connections: number, ratePerSecond: number): string {
  const pauseMs = Math.round((1000 * connections) / ratePerSecond);
  return `An outage runs from sending to sending: from the last request that was served to the first that was served again. A gap runs from answer to answer, as most tools count: it also contains the time that the first answer took, and the pause between two requests, which is ${msText(pauseMs)} on one connection here. An outage without an end is in no gap.`;
}

/** An outage in milliseconds; one that had no end is at least so long. */
export function outageText(ms: number | null, lasts: boolean): string | null {
  return lasts ? `≥ ${msText(ms)}` : msText(ms);
}

/** The main figures in one sentence; what is not known yet is left out. */
export function verdictWords({
  outcome,
  writeOutageMs,
  readOutageMs,
  writeOutageLasts,
  readOutageLasts,
  lost,
  unacknowledged,
}: DrillSummary): string {
  const until = outcome === 'running' ? 'still do' : 'still did when the load ended';
  const parts = [
    outageWords('Writes', writeOutageMs, writeOutageLasts ? until : null),
    outageWords('reads', readOutageMs, readOutageLasts ? until : null),
    lost === null
      ? null
      : lost === 0
        ? 'no acknowledged write was lost'
        : `${formatCount(lost)} acknowledged ${lost === 1 ? 'write was' : 'writes were'} lost`,
    unacknowledged === null || unacknowledged === 0
      ? null
      : `${formatCount(unacknowledged)} ${unacknowledged === 1 ? 'was' : 'were'} applied though never acknowledged`,
  ].filter((part) => part !== null);
  const text = parts.join('; ');
  return text === '' ? 'Nothing was measured yet.' : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** `until`: what is to be said of one that has no end. */
function outageWords(what: string, ms: number | null, until: string | null): string | null {
  if (ms === null) return null;
  if (until !== null) return `${what} failed for at least ${msText(ms)}, and ${until}`;
  return ms === 0 ? `${what} never failed` : `${what} failed for ${msText(ms)}`;
}
