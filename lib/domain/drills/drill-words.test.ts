import { describe, expect, it } from 'vitest';
import type { DrillSummary } from '@/lib/contract/drills';
import { drillOutcomeWord, msText, outageText, verdictWords } from './drill-words';

const words = (over: Partial<DrillSummary>) =>
  verdictWords({
    outcome: 'finished',
    writeOutageMs: null,
    readOutageMs: null,
    writeOutageLasts: false,
    readOutageLasts: false,
    lost: null,
    unacknowledged: null,
    ...over,
  } as DrillSummary);

describe('the verdict of a drill', () => {
  it('says the outages to the millisecond and names a loss', () => {
    expect(words({ writeOutageMs: 4321, readOutageMs: 0, lost: 2, unacknowledged: 1 })).toBe(
      'Writes failed for 4,321 ms; reads never failed; 2 acknowledged writes were lost; 1 was applied though never acknowledged.',
    );
  });

  it('does not call a loss that was not counted none', () => {
    expect(words({ readOutageMs: 12 })).toBe('Reads failed for 12 ms.');
  });

  it('says that nothing is measured before anything was', () => {
    expect(words({})).toBe('Nothing was measured yet.');
  });

  it('does not call an outage over that lasted until the load ended, or lasts now', () => {
    const lasting = { readOutageMs: 12_137, readOutageLasts: true };
    expect(words(lasting)).toBe('Reads failed for at least 12,137 ms, and still did when the load ended.');
    expect(words({ ...lasting, outcome: 'running' })).toBe(
      'Reads failed for at least 12,137 ms, and still do.',
    );
    expect([outageText(12_137, true), outageText(12_137, false), outageText(null, false)]).toEqual([
      '≥ 12,137 ms',
      '12,137 ms',
      null,
    ]);
  });
});

describe('words of a drill', () => {
  it('never dress an interrupted drill as finished', () => {
    expect(drillOutcomeWord('interrupted')).toEqual({ word: 'interrupted', tone: 'warn' });
  });

  it('write milliseconds no finer than they matter', () => {
    expect([msText(null), msText(1234.35), msText(1.5)]).toEqual([null, '1,234 ms', '1.5 ms']);
  });
});
