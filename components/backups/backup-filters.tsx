'use client';

import { Search, TriangleAlert } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Segmented } from '@/components/ui/segmented';
import type { BackupsPage } from '@/lib/contract/backups';
import type { FilterChoice } from './backup-filter';

const types = [
  { value: 'all', label: 'All' },
  { value: 'full', label: 'Full' },
  { value: 'diff', label: 'Differential' },
  { value: 'incr', label: 'Incremental' },
] as const;

const searchDelayMs = 250;

export function BackupFilters({
  filter,
  repositories,
  onChange,
}: {
  filter: FilterChoice;
  repositories: BackupsPage['repositories'];
  onChange: (part: Partial<FilterChoice>) => void;
}) {
  const repositoryChoices = [
    { value: 'all', label: 'All repositories' },
    ...repositories.map(({ key }) => ({ value: String(key), label: `repo${key}` })),
  ];
  return (
    <search className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <Segmented
        label="Type of backup"
        value={filter.type}
        segments={types}
        onChange={(type) => onChange({ type })}
      />
      {(repositories.length > 1 || filter.repository !== null) && (
        <Segmented
          label="Repository"
          value={filter.repository === null ? 'all' : String(filter.repository)}
          segments={repositoryChoices}
          onChange={(key) => onChange({ repository: key === 'all' ? null : Number(key) })}
        />
      )}
      <button
        type="button"
        aria-pressed={filter.errors}
        onClick={() => onChange({ errors: !filter.errors })}
        className={`inline-flex h-7 items-center gap-1.5 rounded-full border bg-panel px-3 text-sm ${
          filter.errors
            ? 'border-accent text-accent'
            : 'border-line text-second hover:border-line-strong hover:text-ink'
        }`}
      >
        <TriangleAlert aria-hidden size={13} strokeWidth={1.75} />
        With errors
      </button>
      <SearchField value={filter.q} onSearch={(q) => onChange({ q })} />
    </search>
  );
}

/** Types freely; searches when the typing pauses. */
function SearchField({ value, onSearch }: { value: string; onSearch: (text: string) => void }) {
  const [text, setText] = useState(value);
  const searched = useRef(value);
  const search = useRef(onSearch);
  search.current = onSearch;

  useEffect(() => {
    if (value === searched.current) return;
    searched.current = value;
    setText(value);
  }, [value]);

  useEffect(() => {
    const wanted = text.trim();
    if (wanted === searched.current) return;
    const timer = setTimeout(() => {
      searched.current = wanted;
      search.current(wanted);
    }, searchDelayMs);
    return () => clearTimeout(timer);
  }, [text]);

  return (
    <label className="ml-auto flex h-8 w-full items-center gap-2 rounded-lg border border-line-strong bg-panel px-2.5 focus-within:border-accent focus-within:outline-1 focus-within:outline-accent sm:w-60">
      <Search aria-hidden size={14} strokeWidth={1.75} className="shrink-0 text-third" />
      <span className="sr-only">Search labels and annotations</span>
      <input
        type="search"
        value={text}
        maxLength={200}
        placeholder="Label or annotation"
        onChange={(event) => setText(event.target.value)}
        className="min-w-0 flex-1 bg-transparent text-base outline-none placeholder:text-third"
      />
    </label>
  );
}
