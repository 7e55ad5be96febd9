/** The keys that lead to a place in the settings; numbers count the entries of a list from 0. */
export type KeyPath = readonly (string | number)[];

/** `clusters[0].patroni.urls` */
export function keyPathText(path: KeyPath): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? key : `${text}.${key}`;
  }, '');
}
