import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Lab } from '../lab/lab';
import type { MemberName } from '../lab/members';
import type { Api } from './api';
import { waitFor } from './wait';

const run = promisify(execFile);

/** One real fault of one member, and what mends it. */
export interface MemberFault {
  readonly name: string;
  /** The cause that the page must name. */
  readonly cause: string;
  /** What must stand on the page with it. */
  readonly seen: RegExp;
  /** It serves again by the time somebody looks: only the diagnosis tells what has happened. */
  readonly hasNoFinding?: true;
  /** Answers what mends it. */
  readonly make: (place: Place) => Promise<() => Promise<void>>;
}

export interface Place {
  readonly lab: Lab;
  readonly api: Api;
  readonly member: MemberName;
  readonly leader: MemberName;
}

/** Runs a command on the member's host as its account. */
export async function onHost({ lab, member }: Place, command: string): Promise<string> {
  const { stdout } = await run('ssh', ['-F', lab.layout.ssh.config, member, command], { timeout: 60_000 });
  return stdout.trim();
}

export const dataOf = ({ lab, member }: Place) => join(lab.layout.members[member].home, 'data');

/** What Patroni and PostgreSQL of the member have logged so far. */
function loggedBy({ lab, member }: Place): string {
  const { logs, members } = lab.layout;
  const folder = members[member].log;
  const files = [join(logs, `${member}.log`), ...readdirSync(folder).map((name) => join(folder, name))];
  return files
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
}

const timesIn = (text: string, words: RegExp) => text.split(words).length - 1;

/** Starts Patroni, and waits until its own try has left these words in the logs, once more than before. */
export async function startUntilLogged(place: Place, words: RegExp): Promise<void> {
  const before = timesIn(loggedBy(place), words);
  await place.lab.start(place.member);
  await waitFor(
    `the log of ${place.member} to say ${words}`,
    60_000,
    async () => timesIn(loggedBy(place), words) > before,
  );
}
