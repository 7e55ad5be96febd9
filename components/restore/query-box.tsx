'use client';

import { useId } from 'react';
import { Button } from '@/components/ui/button';
import { Command } from '@/components/ui/command';
import { Notice } from '@/components/ui/notice';
import { useLookQuery } from '@/lib/browser/mutations';
import type { Look } from '@/lib/contract/operations';
import { AnswerTable } from './answer-table';
import { inputClass } from './field';

/** What somebody asks the restored database. */
export interface Question {
  readonly database: string;
  readonly sql: string;
}

/** A read-only statement in one of the databases, and what PostgreSQL answers. The question is kept by who shows this. */
export function QueryBox({
  operationId,
  look,
  question,
  onChange,
}: {
  operationId: string;
  look: Look;
  question: Question;
  onChange: (question: Question) => void;
}) {
  if (look.reader === null) return <NoQueries look={look} />;
  return (
    <Ask operationId={operationId} look={look} reader={look.reader} question={question} onChange={onChange} />
  );
}

/** Why there is no box, and what gives one the next time. */
function NoQueries({ look }: { look: Look }) {
  return (
    <section aria-label="Ask the database" className="flex flex-col gap-2">
      <Notice tone="info" title="No queries here">
        {look.noReader?.reason ?? 'There is no role that could ask.'}
      </Notice>
      {look.noReader !== null && (
        <>
          <p className="text-sm text-second">
            On the leader of the running cluster, for backups from then on:
          </p>
          <Command text={look.noReader.command} />
        </>
      )}
    </section>
  );
}

function Ask({
  operationId,
  look,
  reader,
  question,
  onChange,
}: {
  operationId: string;
  look: Look;
  reader: string;
  question: Question;
  onChange: (question: Question) => void;
}) {
  const id = useId();
  const asking = useLookQuery(operationId);
  const names = look.databases.map(({ name }) => name);
  const database = names.includes(question.database) ? question.database : (usualDatabase(names) ?? '');
  const possible = database !== '' && question.sql.trim() !== '' && !asking.isPending;
  const run = () => {
    if (possible) asking.mutate({ database, sql: question.sql });
  };
  return (
    <section aria-label="Ask the database" className="flex flex-col gap-2">
      <div className="flex flex-wrap items-end justify-between gap-x-4 gap-y-2">
        <div className="flex min-w-0 flex-wrap items-center gap-2">
          <label htmlFor={`${id}-database`} className="font-semibold">
            Ask
          </label>
          <select
            id={`${id}-database`}
            aria-label="Database to ask"
            value={database}
            onChange={(event) => onChange({ ...question, database: event.target.value })}
            className={`${inputClass} !w-auto max-w-56`}
          >
            {names.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </div>
        <p id={`${id}-rules`} className="text-sm text-second">
          One statement, asked as <span className="mono">{reader}</span>, which can only read.
        </p>
      </div>
      <textarea
        aria-label="SQL"
        aria-describedby={`${id}-rules`}
        rows={3}
        value={question.sql}
        onChange={(event) => onChange({ ...question, sql: event.target.value })}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          run();
        }}
        placeholder="SELECT count(*) FROM orders"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        className="mono w-full resize-y rounded-lg border border-line-strong bg-panel px-3 py-2 leading-[18px] text-ink placeholder:text-third"
      />
      <div className="flex flex-wrap items-center gap-3">
        <Button disabled={!possible} onClick={run}>
          {asking.isPending ? 'Asking…' : 'Run the query'}
        </Button>
        <span className="text-sm text-third max-sm:hidden">Ctrl+Enter</span>
      </div>
      {asking.error !== null && (
        <div role="alert">
          <Notice tone="bad" title="It could not be asked">
            {asking.error.message}
          </Notice>
        </div>
      )}
      {asking.data !== undefined && asking.error === null && (
        <div data-asked={asking.variables.sql}>
          <AnswerTable answer={asking.data} asked={asking.variables} />
        </div>
      )}
    </section>
  );
}

/** The first that is somebody's own: `postgres` and the templates seldom hold what is looked for. */
function usualDatabase(names: readonly string[]): string | undefined {
  return names.find((name) => !/^(?:postgres|template\d)$/.test(name)) ?? names[0];
}
