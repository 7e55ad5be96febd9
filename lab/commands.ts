import { partNames } from './faults';
import { LabError } from './lab-error';
import { memberNames } from './members';
import { type ShapeName, shapeNames } from './newest/shape';

const wholeLabVerbs = ['down', 'status'] as const;
const memberVerbs = [
  'kill',
  'freeze',
  'thaw',
  'pause-replay',
  'resume-replay',
  'drop-socket-dir',
  'make-socket-dir',
] as const;
const targetVerbs = ['stop', 'start'] as const;

/** `stable` is what this machine has; `newest` are Debian's newest packages, each host with a root of its own. */
export const partsNames = ['stable', 'newest'] as const;
export type Parts = (typeof partsNames)[number];

/** What a lab is to be made of; what is not said is the default. */
export interface WantedLab {
  readonly parts?: Parts;
  readonly shape?: ShapeName;
}

/** What can be named in a lab. */
export interface LabNames {
  readonly members: readonly string[];
  /** Beside members, what can be stopped and started. */
  readonly parts: readonly string[];
}

export type Command =
  | ({ readonly verb: 'up' } & WantedLab)
  | { readonly verb: (typeof wholeLabVerbs)[number] }
  | { readonly verb: (typeof memberVerbs)[number]; readonly member: string }
  | { readonly verb: (typeof targetVerbs)[number]; readonly target: string };

const usageExitCode = 2;

export const stableNames: LabNames = { members: memberNames, parts: partNames };

const usage = ({ members, parts }: LabNames): string => `Usage: npm run lab -- COMMAND
  up [--parts ${partsNames.join('|')}] [--shape ${shapeNames.join('|')}]
  down | status
  stop N | start N               N is a member (${members.join(', ')}), or ${parts.join(', ')}
  kill N                         SIGKILL to Patroni and PostgreSQL; undo with start N
  freeze N | thaw N              SIGSTOP, SIGCONT
  pause-replay N | resume-replay N
  drop-socket-dir N | make-socket-dir N
Environment: HOWDAH_LAB_DIR, HOWDAH_LAB_ADDRESS, HOWDAH_LAB_PACE, HOWDAH_LAB_ROOTS (see lab/README.md)`;

export function parseCommand(words: readonly string[], names: LabNames = stableNames): Command {
  const [verbWord, ...rest] = words;
  if (verbWord === undefined) throw new LabError(usage(names), usageExitCode);
  if (verbWord === 'up') return { verb: 'up', ...parseWanted(rest) };
  const [targetWord, ...more] = rest;
  if (more.length > 0) {
    throw new LabError(`Too many words: ${more.join(' ')}\n${usage(names)}`, usageExitCode);
  }

  const wholeLabVerb = wholeLabVerbs.find((verb) => verb === verbWord);
  if (wholeLabVerb !== undefined) {
    if (targetWord !== undefined) {
      throw new LabError(`"${wholeLabVerb}" takes no target\n${usage(names)}`, usageExitCode);
    }
    return { verb: wholeLabVerb };
  }
  const memberVerb = memberVerbs.find((verb) => verb === verbWord);
  if (memberVerb !== undefined) {
    const member = memberIn(names, targetWord);
    if (member === undefined) throw wrongTarget(memberVerb, targetWord, names.members);
    return { verb: memberVerb, member };
  }
  const targetVerb = targetVerbs.find((verb) => verb === verbWord);
  if (targetVerb !== undefined) {
    const target = memberIn(names, targetWord) ?? names.parts.find((part) => part === targetWord);
    if (target === undefined) {
      throw wrongTarget(targetVerb, targetWord, [...names.members, ...names.parts]);
    }
    return { verb: targetVerb, target };
  }
  const verbs = ['up', ...wholeLabVerbs, ...targetVerbs, ...memberVerbs];
  throw new LabError(`Unknown command "${verbWord}": it must be one of ${verbs.join(', ')}`, usageExitCode);
}

function parseWanted(words: readonly string[]): WantedLab {
  let wanted: WantedLab = {};
  for (const [index, option] of words.entries()) {
    if (index % 2 === 1) continue;
    const value = words[index + 1];
    if (option === '--parts') wanted = { ...wanted, parts: oneOf(option, value, partsNames) };
    else if (option === '--shape') wanted = { ...wanted, shape: oneOf(option, value, shapeNames) };
    else if (option.startsWith('-')) {
      throw new LabError(`Unknown option "${option}": up takes --parts and --shape`, usageExitCode);
    } else throw new LabError(`"up" takes no target, and was given "${option}"`, usageExitCode);
  }
  if (wanted.shape !== undefined && wanted.parts !== 'newest') {
    throw new LabError(
      `--shape ${wanted.shape} is a shape of the newest parts: say "up --parts newest --shape ${wanted.shape}"`,
      usageExitCode,
    );
  }
  return wanted;
}

function oneOf<Name extends string>(option: string, value: string | undefined, names: readonly Name[]): Name {
  const found = names.find((name) => name === value);
  if (found !== undefined) return found;
  const said = value === undefined ? `${option} needs a value` : `Unknown value "${value}" of ${option}`;
  throw new LabError(`${said}: it is one of ${names.join(', ')}`, usageExitCode);
}

/** A member by its name or by its number. */
function memberIn({ members }: LabNames, word: string | undefined): string | undefined {
  if (word === undefined) return undefined;
  return /^[1-9]$/.test(word) ? members[Number(word) - 1] : members.find((name) => name === word);
}

function wrongTarget(verb: string, given: string | undefined, allowed: readonly string[]): LabError {
  const said = given === undefined ? `"${verb}" needs a target` : `Unknown target "${given}"`;
  return new LabError(`${said}: ${verb} takes one of ${allowed.join(', ')}`, usageExitCode);
}
