'use client';

import { zoneOffset } from '@/components/operations/chosen-moment';
import { useNowMs } from '@/components/ui/clock';
import { ExactMoment, utcText } from '@/components/ui/exact-moment';
import { Segmented } from '@/components/ui/segmented';
import type { RestoreTarget } from '@/lib/contract/restore';
import { formatAge } from '@/lib/domain/format';
import type { TargetFields } from '@/lib/domain/restore-words';
import type { Typed } from '@/lib/domain/typed-moment';
import { Field, inputClass } from './field';

const types: readonly { readonly value: RestoreTarget['type']; readonly label: string }[] = [
  { value: 'time', label: 'Time' },
  { value: 'immediate', label: 'End of backup' },
  { value: 'latest', label: 'Latest' },
  { value: 'lsn', label: 'LSN' },
  { value: 'xid', label: 'Transaction' },
  { value: 'name', label: 'Restore point' },
];

const texts = {
  lsn: { label: 'WAL position', placeholder: '0/90000A0', hint: 'Replay stops right after it.' },
  xid: {
    label: 'Transaction id',
    placeholder: '771',
    hint: 'Replay stops after it has committed. Ids are given in order, but commits may come in another.',
  },
  name: {
    label: 'Name of the restore point',
    placeholder: 'before_migration',
    hint: 'As pg_create_restore_point() was given it.',
  },
} as const;

const plainHints = {
  immediate:
    'Where the backup set ends: the earliest point at which its data is whole. No more WAL is replayed.',
  latest: 'All WAL of the timeline that the repository has is replayed.',
} as const;

/** Where recovery is to stop: the type of target, and its field. */
export function TargetField({
  fields,
  typed,
  problem,
  onChange,
}: {
  fields: TargetFields;
  /** What the fields say, or what is wrong with them. */
  typed: Typed<RestoreTarget>;
  /** What Howdah itself has against it; null when nothing. */
  problem: string | null;
  onChange: (fields: TargetFields) => void;
}) {
  const { type } = fields;
  return (
    <div className="flex flex-col gap-2.5">
      <Segmented
        label="What it aims at"
        value={type}
        segments={types}
        onChange={(next) => onChange({ ...fields, type: next })}
      />
      {type === 'time' ? (
        <TimeInput
          value={fields.time}
          at={typed.value?.type === 'time' ? typed.value.at : null}
          problem={typed.problem ?? problem}
          onChange={(time) => onChange({ ...fields, time })}
        />
      ) : type === 'immediate' || type === 'latest' ? (
        <p className="text-sm text-second">{problem ?? plainHints[type]}</p>
      ) : (
        <Field
          label={texts[type].label}
          hint={texts[type].hint}
          problem={fields[type].trim() === '' ? null : (typed.problem ?? problem)}
        >
          {(control) => (
            <input
              {...control}
              type="text"
              value={fields[type]}
              onChange={(event) => onChange({ ...fields, [type]: event.target.value })}
              placeholder={texts[type].placeholder}
              inputMode={type === 'xid' ? 'numeric' : 'text'}
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
              className={`${inputClass} mono sm:max-w-80`}
            />
          )}
        </Field>
      )}
    </div>
  );
}

/** A date and time to the millisecond, typed or pasted, with what it is in UTC. */
function TimeInput({
  value,
  at,
  problem,
  onChange,
}: {
  value: string;
  at: string | null;
  problem: string | null;
  onChange: (value: string) => void;
}) {
  return (
    <Field
      label="Date and time, to the millisecond"
      hint={at !== null && <InUtc at={at} />}
      problem={problem}
    >
      {(control) => (
        <input
          {...control}
          type="text"
          value={value}
          onChange={(event) => onChange(event.target.value)}
          placeholder="2026-11-22 14:32:04.250"
          autoComplete="off"
          spellCheck={false}
          className={`${inputClass} mono sm:max-w-80`}
        />
      )}
    </Field>
  );
}

function InUtc({ at }: { at: string }) {
  const nowMs = useNowMs();
  const atMs = Date.parse(at);
  return (
    <>
      <ExactMoment at={at} /> your time ({zoneOffset(at)}) · <span className="mono">{utcText(at)}</span> ·{' '}
      {atMs > nowMs ? `in ${formatAge(atMs - nowMs)}` : `${formatAge(nowMs - atMs)} ago`}
    </>
  );
}
