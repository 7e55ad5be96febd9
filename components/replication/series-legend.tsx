'use client';

import { LineSwatch } from '@/components/charts/line-swatch';
import type { SeriesStyle } from '@/components/charts/series-style';
import { Age } from '@/components/ui/time';
import type { Member } from '@/lib/contract/snapshot';
import { formatBytes } from '@/lib/domain/format';

/** Which line is whose, what it is at now, and a switch to leave it out. */
export function SeriesLegend({
  names,
  styles,
  members,
  leader,
  hidden,
  onToggle,
}: {
  names: readonly string[];
  styles: ReadonlyMap<string, SeriesStyle>;
  members: readonly Member[];
  leader: string | null;
  hidden: ReadonlySet<string>;
  onToggle: (name: string) => void;
}) {
  return (
    <fieldset className="flex flex-wrap gap-1.5">
      <legend className="sr-only">Members on the charts</legend>
      {names.map((name) => {
        const style = styles.get(name);
        const shown = !hidden.has(name);
        return (
          <button
            key={name}
            type="button"
            aria-pressed={shown}
            title={shown ? `Leave ${name} out of the charts` : `Show ${name} on the charts`}
            onClick={() => onToggle(name)}
            className={`inline-flex h-7 items-center gap-2 rounded-full border border-line bg-panel px-3 text-sm hover:border-line-strong ${shown ? '' : 'text-third line-through'}`}
          >
            {style !== undefined && <LineSwatch color={style.color} dash={style.dash} />}
            <span className="font-medium">{name}</span>
            <span className="text-second">
              <NowOf member={members.find((member) => member.name === name)} leads={name === leader} />
            </span>
          </button>
        );
      })}
    </fieldset>
  );
}

function NowOf({ member, leads }: { member: Member | undefined; leads: boolean }) {
  if (member === undefined) return <>no longer a member</>;
  if (member.patroni.status === 'unreachable') {
    return (
      <span className="text-bad">
        unreachable <Age at={member.patroni.since} />
      </span>
    );
  }
  if (leads) return <>leads</>;
  return <>{member.lagBytes === null ? 'lag not known' : formatBytes(member.lagBytes)}</>;
}
