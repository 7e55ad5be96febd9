import { describe, expect, it } from 'vitest';
import { drillOutcomeWord, msText, verdictWords } from './drill-words';

describe('the verdict of a drill', () => {
  it('says the outages to the millisecond and names a loss', () => {
    expect(verdictWords({ writeOutageMs: 4321, readOutageMs: 0, lost: 2, unacknowledged: 1 })).toBe(
      'Writes failed for 4,321 ms; reads never failed; 2 acknowledged writes were lost; 1 was applied though never acknowledged.',
    );
  });

  it('does not call a loss that was not counted none', () => {
    const text = verdictWords({ writeOutageMs: null, readOutageMs: 12, lost: null, unacknowledged: null });
    expect(text).toBe('Reads failed for 12 ms.');
  });

  it('says that nothing is measured before anything was', () => {
    expect(verdictWords({ writeOutageMs: null, readOutageMs: null, lost: null, unacknowledged: null })).toBe(
      'Nothing was measured yet.',
    );
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
