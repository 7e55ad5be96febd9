'use client';

import { useQuery } from '@tanstack/react-query';
import { shortLabel, typeWord } from '@/components/backups/backup-words';
import { ask } from '@/lib/browser/api';
import { queryKeys } from '@/lib/browser/query-keys';
import type { Backup, BackupsPage } from '@/lib/contract/backups';
import { Field, inputClass } from './field';
import { isTimeline, type RestoreForm, timelineProblem } from './restore-form';

/** The most that one answer of the API holds. */
const listed = 500;

/** Which timeline, backup set and repository: each is chosen by Howdah until somebody says otherwise. */
export function ChoiceFields({
  cluster,
  form,
  open,
  problemOf,
  onChange,
}: {
  cluster: string;
  form: RestoreForm;
  open: boolean;
  problemOf: (field: string) => string | null;
  onChange: (part: Partial<RestoreForm>) => void;
}) {
  const page = useBackupSets(cluster, open);
  const repositories = page?.repositories ?? [];
  const sets = setsOf(page, form);
  return (
    <div className="grid gap-x-4 gap-y-2 sm:grid-cols-[minmax(0,1fr)_minmax(0,2fr)]">
      <Field
        label="Timeline"
        hint="Empty: the one that had the target."
        problem={isTimeline(form.timeline) ? problemOf('input.timeline') : timelineProblem}
      >
        {(control) => (
          <input
            {...control}
            type="text"
            inputMode="numeric"
            value={form.timeline}
            onChange={(event) => onChange({ timeline: event.target.value })}
            placeholder="automatic"
            autoComplete="off"
            className={inputClass}
          />
        )}
      </Field>
      <Field
        label="Backup set"
        hint={
          page !== undefined && page.total > listed
            ? `The newest ${listed} are listed; another is restored from its own page.`
            : 'The set that is nearest before the target has the least to replay.'
        }
        problem={problemOf('input.set')}
      >
        {(control) => (
          <select
            {...control}
            value={form.set}
            onChange={(event) => onChange({ set: event.target.value })}
            className={inputClass}
          >
            <option value="">automatic: the newest that ends before the target</option>
            {sets.map((backup) => (
              <option key={`${backup.repository} ${backup.label}`} value={backup.label}>
                {setText(backup)}
              </option>
            ))}
            {form.set !== '' && !sets.some(({ label }) => label === form.set) && (
              <option value={form.set}>{form.set}</option>
            )}
          </select>
        )}
      </Field>
      {(repositories.length > 1 || form.repository !== '') && (
        <Field
          label="Repository"
          hint="Automatic: where the set is found first."
          problem={problemOf('input.repository')}
        >
          {(control) => (
            <select
              {...control}
              value={form.repository}
              onChange={(event) => onChange({ repository: event.target.value })}
              className={inputClass}
            >
              <option value="">automatic</option>
              {repositoryKeys(repositories, form.repository).map((key) => (
                <option key={key} value={key}>
                  repo{key}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
    </div>
  );
}

function useBackupSets(cluster: string, open: boolean): BackupsPage | undefined {
  return useQuery({
    queryKey: [...queryKeys.allBackups(cluster), 'sets'],
    queryFn: ({ signal }) => ask('backups', { path: { cluster }, query: { limit: listed }, signal }),
    enabled: open,
    staleTime: 15_000,
  }).data;
}

/** Newest first, each label once, of the chosen repository when one is chosen. */
function setsOf(page: BackupsPage | undefined, { repository }: RestoreForm): Backup[] {
  const seen = new Set<string>();
  return [...(page?.backups ?? [])]
    .filter((backup) => repository === '' || backup.repository === Number(repository))
    .sort((one, other) => Date.parse(other.endedAt) - Date.parse(one.endedAt))
    .filter(({ label }) => !seen.has(label) && seen.add(label) !== undefined);
}

function setText(backup: Backup): string {
  const ended = new Date(backup.endedAt).toLocaleString('en-GB', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  const unfit = backup.missing.length > 0 ? ' · not whole' : backup.error === true ? ' · with errors' : '';
  return `${typeWord[backup.type]}, ended ${ended} · ${shortLabel(backup.label)}${unfit}`;
}

function repositoryKeys(repositories: BackupsPage['repositories'], chosen: string): string[] {
  const keys = repositories.map(({ key }) => String(key));
  return chosen === '' || keys.includes(chosen) ? keys : [...keys, chosen];
}
