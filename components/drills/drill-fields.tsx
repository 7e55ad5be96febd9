'use client';

import { Field, inputClass } from '@/components/restore/field';
import { drillEventSchema, drillLimits } from '@/lib/contract/drills';
import type { Snapshot } from '@/lib/contract/snapshot';
import { eventTexts } from '@/lib/domain/drills/drill-words';
import { type DrillForm, isNumber, memberChoice, type NumberField, numberProblem } from './drill-form';

interface FieldsProps {
  readonly form: DrillForm;
  readonly problemOf: (field: string) => string | null;
  readonly onChange: (part: Partial<DrillForm>) => void;
}

/** What happens in the middle, and to whom. */
export function EventFields({ form, snapshot, problemOf, onChange }: FieldsProps & { snapshot: Snapshot }) {
  const choice = memberChoice(form.event, snapshot);
  return (
    <>
      <fieldset className="grid gap-2 sm:grid-cols-2">
        <legend className="sr-only">What happens in its middle</legend>
        {drillEventSchema.options.map((event) => (
          <label
            key={event}
            className="flex cursor-pointer gap-2.5 rounded-lg border border-line px-3 py-2 hover:border-line-strong has-checked:border-accent"
          >
            <input
              type="radio"
              name="drill-event"
              value={event}
              checked={form.event === event}
              onChange={() => onChange({ event, member: firstMember(event, snapshot) })}
              className="mt-1 shrink-0 accent-accent"
            />
            <span className="min-w-0">
              <span className="block font-medium">{eventTexts[event].title}</span>
              <span className="block text-second text-sm">{eventTexts[event].text}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {choice !== null && (
        <Field label={choice.label} problem={problemOf('input.member')}>
          {(control) => (
            <select
              {...control}
              value={form.member}
              onChange={(event) => onChange({ member: event.target.value })}
              className={`${inputClass} sm:max-w-80`}
            >
              {choice.none !== null && <option value="">{choice.none}</option>}
              {choice.members.map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
    </>
  );
}

function firstMember(event: DrillForm['event'], snapshot: Snapshot): string {
  const choice = memberChoice(event, snapshot);
  return choice === null || choice.none !== null ? '' : (choice.members[0] ?? '');
}

const { connections, ratePerSecond, durationSeconds } = drillLimits;
const span = ({ min, max }: { readonly min: number; readonly max: number }) => `${min} to ${max}`;
const numbers: readonly { readonly field: NumberField; readonly label: string; readonly hint: string }[] = [
  { field: 'writers', label: 'Writers', hint: `Connections, ${span(connections)}.` },
  { field: 'writesPerSecond', label: 'Writes a second', hint: `Of all writers, ${span(ratePerSecond)}.` },
  { field: 'readers', label: 'Readers', hint: `Connections, ${span(connections)}.` },
  { field: 'readsPerSecond', label: 'Reads a second', hint: `Of all readers, ${span(ratePerSecond)}.` },
  { field: 'durationSeconds', label: 'Duration, seconds', hint: `${span(durationSeconds)}.` },
];

/** How much load, for how long, through which HAProxy. */
export function LoadFields({
  form,
  proxies,
  problemOf,
  onChange,
}: FieldsProps & { proxies: readonly string[] }) {
  return (
    <div className="grid grid-cols-2 gap-x-4 gap-y-2">
      {numbers.map(({ field, label, hint }) => (
        <Field
          key={field}
          label={label}
          hint={hint}
          problem={isNumber(form[field]) ? problemOf(`input.${field}`) : numberProblem}
        >
          {(control) => (
            <input
              {...control}
              type="text"
              inputMode="numeric"
              value={form[field]}
              onChange={(event) => onChange({ [field]: event.target.value })}
              autoComplete="off"
              className={inputClass}
            />
          )}
        </Field>
      ))}
      {proxies.length > 1 && (
        <Field label="Through" problem={problemOf('input.proxy')}>
          {(control) => (
            <select
              {...control}
              value={form.proxy}
              onChange={(event) => onChange({ proxy: event.target.value })}
              className={inputClass}
            >
              {proxies.map((name, index) => (
                <option key={name} value={index === 0 ? '' : name}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
    </div>
  );
}
