import { partNames, type Target } from './faults';
import { LabError } from './lab-error';
import { asMemberName, type MemberName, memberNames } from './members';

const wholeLabVerbs = ['up', 'down', 'status'] as const;
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

type WholeLabVerb = (typeof wholeLabVerbs)[number];
type MemberVerb = (typeof memberVerbs)[number];
type TargetVerb = (typeof targetVerbs)[number];

export type Command =
  | { readonly verb: WholeLabVerb }
  | { readonly verb: MemberVerb; readonly member: MemberName }
  | { readonly verb: TargetVerb; readonly target: Target };

const usageExitCode = 2;

const usage = `Usage: npm run lab -- COMMAND
  up | down | status
  stop N | start N               N is a member (${memberNames.join(', ')}), or ${partNames.join(', ')}
  kill N                         SIGKILL to Patroni and PostgreSQL; undo with start N
  freeze N | thaw N              SIGSTOP, SIGCONT
  pause-replay N | resume-replay N
  drop-socket-dir N | make-socket-dir N
Environment: HOWDAH_LAB_DIR, HOWDAH_LAB_ADDRESS, HOWDAH_LAB_PACE (see lab/README.md)`;

export function parseCommand(words: readonly string[]): Command {
  const [verbWord, targetWord, ...rest] = words;
  if (verbWord === undefined) throw new LabError(usage, usageExitCode);
  if (rest.length > 0) {
    throw new LabError(`Too many words: ${rest.join(' ')}\n${usage}`, usageExitCode);
  }

  const wholeLabVerb = wholeLabVerbs.find((verb) => verb === verbWord);
  if (wholeLabVerb !== undefined) {
    if (targetWord !== undefined) {
      throw new LabError(`"${wholeLabVerb}" takes no target\n${usage}`, usageExitCode);
    }
    return { verb: wholeLabVerb };
  }
  const memberVerb = memberVerbs.find((verb) => verb === verbWord);
  if (memberVerb !== undefined) {
    const member = asMemberName(targetWord ?? '');
    if (member === undefined) throw wrongTarget(memberVerb, targetWord, memberNames);
    return { verb: memberVerb, member };
  }
  const targetVerb = targetVerbs.find((verb) => verb === verbWord);
  if (targetVerb !== undefined) {
    const target = asMemberName(targetWord ?? '') ?? partNames.find((part) => part === targetWord);
    if (target === undefined) {
      throw wrongTarget(targetVerb, targetWord, [...memberNames, ...partNames]);
    }
    return { verb: targetVerb, target };
  }
  const verbs = [...wholeLabVerbs, ...targetVerbs, ...memberVerbs];
  throw new LabError(`Unknown command "${verbWord}": it must be one of ${verbs.join(', ')}`, usageExitCode);
}

function wrongTarget(verb: string, given: string | undefined, allowed: readonly string[]): LabError {
  const said = given === undefined ? `"${verb}" needs a target` : `Unknown target "${given}"`;
  return new LabError(`${said}: ${verb} takes one of ${allowed.join(', ')}`, usageExitCode);
}
