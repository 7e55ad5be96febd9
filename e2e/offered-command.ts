import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { shellText } from '@/lib/domain/shell-text';
import { plainCommands, wordsOf } from '@/lib/upstream/fixtures/shell-words';
import { ports } from '../lab/address-block';
import type { Lab } from '../lab/lab';
import type { HostName } from '../lab/members';
import { trueLeader } from './cluster-truth';

const run = promisify(execFile);
const nowhere = '/nonexistent/howdah';
/** What a shell ends with when there is no such program. */
const notFound = 127;

interface Ended {
  readonly code: number;
  readonly said: string;
}

async function ended(program: string, words: readonly string[]): Promise<Ended> {
  try {
    const { stdout, stderr } = await run(program, words, { timeout: 60_000, maxBuffer: 10_000_000 });
    return { code: 0, said: `${stdout}${stderr}` };
  } catch (error) {
    const {
      code,
      stdout = '',
      stderr = '',
      message,
    } = error as Error & {
      code?: unknown;
      stdout?: string;
      stderr?: string;
    };
    if (typeof code !== 'number') throw error;
    return { code, said: `${stdout}${stderr}` || message };
  }
}

/**
 * Why a command that Howdah offers could not be run as it is written, or null. It is parsed by bash, its programs are
 * there, and each of them takes the words: it is run where that does no harm, and otherwise told to stop in a way of
 * its own after it has read them. `tried` keeps what came of each plain command.
 */
export async function whyNotRunnable(
  lab: Lab,
  text: string,
  host: HostName,
  tried = new Map<string, string | null>(),
): Promise<string | null> {
  if (/^(create|select|insert|drop|show)\b/.test(text)) return whySqlRefused(lab, [text]);
  const parsed = await ended('bash', ['-n', '-c', text]);
  if (parsed.code !== 0) return `bash does not take it: ${parsed.said}`;
  for (const plain of plainCommands(text)) {
    const words = wordsOf(plain);
    const known = tried.get(plain);
    const why = known === undefined ? await whyRefused(lab, words, host) : known;
    tried.set(plain, why);
    if (why !== null) return `${words[0]}: ${why}`;
  }
  return null;
}

async function whyRefused(lab: Lab, argv: readonly string[], host: HostName): Promise<string | null> {
  const [first = '', ...words] = argv;
  const there = (...command: string[]) =>
    ended('ssh', ['-F', lab.layout.ssh.config, host, shellText(command)]);
  const takes = ({ code, said }: Ended, otherwise?: RegExp) =>
    code === 0 || (code !== notFound && otherwise?.test(said) === true)
      ? null
      : `${said.trim()} (code ${code})`;
  switch (basename(first)) {
    case 'curl':
      // Said last, it ends curl once everything before it is read.
      return takes(await there(first, ...words, '--version'));
    case 'psql':
      return (
        takes(await there(first, ...words, '-V')) ??
        whySqlRefused(
          lab,
          words.filter((_, index) => words[index - 1] === '-c'),
        )
      );
    case 'patronictl':
      return whyPatronictlRefuses(lab, first, words);
    case 'pgbackrest':
      return whyPgbackrestRefuses(lab, words, there, takes);
    case 'pg_ctl': {
      const elsewhere = words.map((word, index) => (words[index - 1] === '-D' ? nowhere : word));
      if (elsewhere.join() === words.join()) return 'it does not say which data folder';
      return takes(await there(first, ...elsewhere), /does not exist|Is server running/);
    }
    case 'pg_amcheck':
      // The folder of the restore test is not there, so there is nobody to connect to.
      return takes(await there(first, ...words), /connection to server on socket .* failed/);
    case 'supervisorctl': {
      const [option = '', config = '', action = '', ...names] = words;
      const known = await there(first, option, config, 'help', action);
      const found = await there(first, option, config, 'status', ...names);
      return (
        (/^\w+ <name>/m.test(known.said) ? null : known.said) ??
        (/no such process/.test(found.said) ? found.said : null)
      );
    }
    case 'less':
    case 'tail':
    case 'journalctl':
    case 'ls':
    case 'pg_controldata':
      return takes(await there(first, ...words, '--version'));
    case 'mkdir':
    case 'touch':
    case 'rm':
    case 'df':
      // Whatever else is said, it then only helps; that is read among the options, wherever it stands.
      return words.includes('--') ? 'it cannot be tried' : takes(await there(first, ...words, '--help'));
    case 'echo':
      return null;
    default:
      return 'nobody has said how to try it without harm';
  }
}

/** PL/pgSQL parses what it never comes to. */
async function whySqlRefused(lab: Lab, statements: readonly string[]): Promise<string | null> {
  if (statements.length === 0) return 'it asks nothing';
  const body = statements.map((sql) => `${sql.replace(/;\s*$/, '')};`).join('\n');
  const { leader } = await trueLeader(lab);
  return lab.psql(leader, `do $offered$ begin return;\n${body}\nend $offered$`).then(
    () => null,
    (error: Error) => error.message,
  );
}

/** In a name space that holds no cluster; what cannot be parsed ends with code 2 before anybody is asked. */
async function whyPatronictlRefuses(
  lab: Lab,
  program: string,
  words: readonly string[],
): Promise<string | null> {
  const folder = mkdtempSync(join(tmpdir(), 'howdah-e2e-patronictl-'));
  try {
    const config = join(folder, 'patronictl.yml');
    writeFileSync(config, `namespace: /nowhere/\netcd3:\n  hosts: ${lab.block.front}:${ports.etcd}\n`);
    // The configuration that it names is there, and gives way to one that leads nowhere.
    const named = words[0] === '-c' ? words.slice(2) : words;
    const { code, said } = await ended(program, ['-c', config, ...named]);
    return code === 2 || said.includes('Traceback') ? said : null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function whyPgbackrestRefuses(
  lab: Lab,
  words: readonly string[],
  there: (...command: string[]) => Promise<Ended>,
  takes: (end: Ended, otherwise?: RegExp) => string | null,
): Promise<string | null> {
  const command = words.at(-1) ?? '';
  const isHarmless = ['check', 'verify', 'info'].includes(command) || words.includes('--dry-run');
  // [075]: the last full backup is kept; that is said after all options are read.
  if (isHarmless) return takes(await there('pgbackrest', ...words), /\[075\]/);
  const stopped = join(lab.layout.scratch, 'stopped');
  const others = words.filter((word) => !/^--(pg1|lock)-path=/.test(word));
  const run = (...more: string[]) => there('pgbackrest', `--lock-path=${stopped}`, ...more, ...others);
  try {
    await there('mkdir', stopped);
    // All options are read before the folder to restore into is looked for, or made.
    if (command === 'restore')
      return takes(await run(`--pg1-path=${nowhere}`), /\[047\]: unable to create path/);
    // As after «pgbackrest stop»: refused once all options are read.
    await there('touch', join(stopped, 'all.stop'));
    return takes(await run(), /\[062\]/);
  } finally {
    await there('rm', '-r', stopped);
  }
}
