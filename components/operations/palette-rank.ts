/**
 * How well an entry fits what was typed, from 0 (not at all) to 1: each word must stand in its name or its keywords.
 * Letters that are merely scattered over a name do not count, or «backups» would lead to «Back up now».
 */
export function rankEntry(name: string, typed: string, keywords: readonly string[] = []): number {
  const title = name.toLowerCase();
  const search = typed.trim().toLowerCase();
  if (title === search) return 1;
  if (title.startsWith(search)) return 0.9;
  if (title.includes(` ${search}`)) return 0.7;
  const words = search.split(/\s+/);
  if (words.every((word) => title.includes(word))) return 0.5;
  const all = `${title} ${keywords.join(' ').toLowerCase()}`;
  return words.every((word) => all.includes(word)) ? 0.3 : 0;
}
