import { patronictlText } from '../patronictl';
import { shellText } from '../shell-text';
import type { MemberEvidence, PatroniPlace } from './evidence';
import type { Command } from './pattern';

/** A `patronictl` line for the member's host; `CLUSTER` stands for the cluster's name in Patroni. */
export function patronictlHere(
  { member, place }: MemberEvidence,
  command: string,
  ...words: readonly string[]
): Command {
  const config = place?.configFile ?? null;
  return { where: member, text: patronictlText({ config, scope: 'CLUSTER' }, command, words) };
}

/** `psql` through the member's own socket. */
export function psqlHere({ member, place }: MemberEvidence, ...statements: readonly string[]): Command {
  const address = { host: place?.socketFolders[0] ?? null, port: place?.listen[0]?.port ?? null };
  return { where: member, text: psqlText(place, address, statements) };
}

/** `psql` to another server, over the network. */
export function psqlAt(
  { place }: MemberEvidence,
  server: { readonly name: string; readonly host: string | null; readonly port: number | null },
  ...statements: readonly string[]
): Command {
  return { where: server.name, text: psqlText(place, server, statements) };
}

/** What is not known is left to psql's own default. */
function psqlText(
  place: PatroniPlace | null,
  { host, port }: { readonly host: string | null; readonly port: number | null },
  statements: readonly string[],
): string {
  const user = place?.superuser ?? null;
  return shellText([
    'psql',
    ...(host === null ? [] : ['-h', host]),
    ...(port === null ? [] : ['-p', String(port)]),
    ...(user === null ? [] : ['-U', user]),
    ...['-d', 'postgres'],
    ...statements.flatMap((statement) => ['-c', statement]),
  ]);
}
