export const memberNames = ['node1', 'node2', 'node3'] as const;
export type MemberName = (typeof memberNames)[number];

export const repositoryHost = 'repo';
export const hostNames = [...memberNames, repositoryHost] as const;
export type HostName = (typeof hostNames)[number];

export const clusterName = 'demo';
export const stanzaName = 'demo';

export function asMemberName(word: string): MemberName | undefined {
  const name = /^[1-9]$/.test(word) ? `node${word}` : word;
  return memberNames.find((member) => member === name);
}
