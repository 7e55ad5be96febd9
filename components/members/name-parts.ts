export interface NamePart {
  readonly text: string;
  readonly isName: boolean;
}

/** Cuts a sentence at whole names: `node1 follows node10` has `node1` and `node10`, each once. */
export function nameParts(text: string, names: readonly string[]): NamePart[] {
  if (names.length === 0) return [{ text, isName: false }];
  const longestFirst = [...names].sort((a, b) => b.length - a.length).map(escaped);
  const pattern = new RegExp(`(?<![\\w-])(${longestFirst.join('|')})(?![\\w-])`, 'g');
  return text
    .split(pattern)
    .map((part, index) => ({ text: part, isName: index % 2 === 1 }))
    .filter((part) => part.text !== '');
}

function escaped(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
