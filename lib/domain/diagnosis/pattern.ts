import { shellText } from '../shell-text';
import type { MemberEvidence, PatroniPlace } from './evidence';

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

/** One known cause for which a member does not serve. Pure: what it says depends on the evidence alone. */
export interface Pattern {
  readonly id: string;
  readonly title: string;
  /** Two or three words, for a box of the topology. */
  readonly short: string;
  readonly meaning: string;
  readonly source: { readonly title: string; readonly url: string | null };
  /** Null: this is not seen. Parts of the evidence that are null are not known, and prove nothing. */
  readonly match: (evidence: MemberEvidence) => Match | null;
}

const wentWell = /database system is ready to accept|started streaming WAL from primary/;

/** The lines of PostgreSQL's log since it last went well: what stands before was overcome. */
export function sinceWell(lines: readonly string[] | null): readonly string[] {
  if (lines === null) return [];
  return lines.slice(lines.findLastIndex((line) => wentWell.test(line)) + 1);
}

/** The last line that matches, without its time and process. */
export function lastLineOf(lines: readonly string[], wanted: RegExp): string | null {
  const found = lines.findLast((line) => wanted.test(line));
  return found === undefined ? null : wordsOf(found);
}

/** `FATAL:  could not …` of `2026-01-01 00:00:00.000 UTC [12] FATAL:  could not …`. */
export function wordsOf(line: string): string {
  return line.replace(/^.*?(?=(?:PANIC|FATAL|ERROR|LOG|WARNING|DETAIL|HINT|INFO|CRITICAL):? )/, '').trim();
}

export function present<Value>(values: readonly (Value | null | undefined | false)[]): Value[] {
  return values.filter((value): value is Value => value !== null && value !== undefined && value !== false);
}

/** The data folder in a command; where it is not known, as the shell of PostgreSQL's account has it. */
export function dataWord(place: PatroniPlace | null): string {
  return place === null ? '"$PGDATA"' : shellText([place.dataDirectory]);
}
