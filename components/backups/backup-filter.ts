import type { BackupFilter } from '@/lib/browser/query-keys';
import type { BackupQuery } from '@/lib/contract/backups';

type TypeChoice = BackupQuery['type'];

/** What the list is narrowed to, every part of it said. */
export interface FilterChoice {
  readonly type: TypeChoice;
  readonly repository: number | null;
  readonly errors: boolean;
  readonly q: string;
}

export const everything: FilterChoice = { type: 'all', repository: null, errors: false, q: '' };

const longestSearch = 200;

/** Reads the choice from the URL; what is wrong there narrows nothing. */
export function filterOf(search: { get(key: string): string | null }): FilterChoice {
  const type = search.get('type');
  const repository = Number(search.get('repository'));
  return {
    type: type === 'full' || type === 'diff' || type === 'incr' ? type : 'all',
    repository: Number.isInteger(repository) && repository > 0 ? repository : null,
    errors: search.get('errors') === '1',
    q: (search.get('q') ?? '').slice(0, longestSearch),
  };
}

/** As the URL writes it: only what narrows. */
export function searchOf(filter: FilterChoice): string {
  const search = new URLSearchParams();
  if (filter.type !== 'all') search.set('type', filter.type);
  if (filter.repository !== null) search.set('repository', String(filter.repository));
  if (filter.errors) search.set('errors', '1');
  if (filter.q.trim() !== '') search.set('q', filter.q.trim());
  return search.toString();
}

/** As the API and the query keys take it: only what narrows, so that one choice has one key. */
export function queryOf(filter: FilterChoice): BackupFilter {
  const q = filter.q.trim();
  return {
    ...(filter.type === 'all' ? {} : { type: filter.type }),
    ...(filter.repository === null ? {} : { repository: filter.repository }),
    ...(filter.errors ? { errors: '1' as const } : {}),
    ...(q === '' ? {} : { q }),
  };
}

export function isEverything(filter: FilterChoice): boolean {
  return searchOf(filter) === '';
}
