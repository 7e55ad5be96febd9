import type { MemberEvidence } from './evidence';

export interface Command {
  /** On which host it is to be run. */
  readonly where: string;
  readonly text: string;
}

export interface Match {
  /** `certain`: seen as it is now. `likely`: concluded from a log. */
  readonly certainty: 'certain' | 'likely';
  /** What was seen, in the systems' own words where there are such. */
  readonly because: readonly string[];
  readonly fix: string;
  readonly commands: readonly Command[];
}

/** What shows that a cause is not the one, however much speaks for it. */
export interface Disproof {
  /** A sentence, for the page. */
  readonly words: string;
  /** False also where it is not known. */
  readonly holds: (evidence: MemberEvidence) => boolean;
}

/** One known cause for which a member does not serve. Pure: what it says depends on the evidence alone. */
export interface Pattern {
  readonly id: string;
  readonly title: string;
  /** Two or three words, for a box of the topology. */
  readonly short: string;
  readonly meaning: string;
  readonly source: { readonly title: string; readonly url: string | null };
  /** Where one of these holds, it is not this. */
  readonly ruledOutBy: readonly [Disproof, ...Disproof[]];
  /** Patterns of which this may be a mere consequence: where one of them is certain, this is not. */
  readonly mayFollowFrom?: readonly string[];
  /** Null: this is not seen. Parts of the evidence that are null are not known, and prove nothing. */
  readonly match: (evidence: MemberEvidence) => Match | null;
}

/** The last line that matches, without its time and process. */
export function lastLineOf(lines: readonly string[], wanted: RegExp): string | null {
  const found = lines.findLast((line) => wanted.test(line));
  return found === undefined ? null : wordsOf(found);
}

/** `FATAL:  could not …` of `2026-01-01 00:00:00.000 UTC [12] FATAL:  could not …`. */
function wordsOf(line: string): string {
  return line.replace(/^.*?(?=(?:PANIC|FATAL|ERROR|LOG|WARNING|DETAIL|HINT|INFO|CRITICAL):? )/, '').trim();
}

export function present<Value>(values: readonly (Value | null | undefined | false)[]): Value[] {
  return values.filter((value): value is Value => value !== null && value !== undefined && value !== false);
}
