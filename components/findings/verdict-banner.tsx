'use client';

import { useState } from 'react';
import { LinkedText } from '@/components/members/linked-text';
import { useClusterFreshness } from '@/components/shell/use-freshness';
import { classNames } from '@/components/ui/class-names';
import { StatusIcon, type Tone } from '@/components/ui/status-mark';
import { useSnapshot } from '@/lib/browser/queries';
import { DiagnosisLink } from './finding-list';

const edge: Record<Tone, string> = {
  ok: 'border-l-ok',
  warn: 'border-l-warn',
  bad: 'border-l-bad',
  info: 'border-l-third',
  unknown: 'border-l-third',
  working: 'border-l-accent',
};

/** One sentence: healthy or not, since when, what still works, what to do. */
export function VerdictBanner({ cluster }: { cluster: string }) {
  const snapshot = useSnapshot(cluster).data;
  const { freshness } = useClusterFreshness(cluster);
  if (snapshot === undefined) return null;
  const past = freshness === 'stale';
  const { verdict } = snapshot;
  const tone = past ? 'unknown' : verdict.tone;
  const title = past ? `Not known now; last known: ${verdict.title}` : verdict.title;
  return (
    <section
      aria-label="Verdict"
      data-verdict={tone}
      className={classNames(
        'flex items-start gap-3 rounded-lg border border-line border-l-[3px] bg-panel px-4 py-3.5',
        edge[tone],
      )}
    >
      <StatusIcon tone={tone} size={20} className="mt-0.5" />
      <div className="min-w-0 flex-1">
        <h2 className="text-lg font-semibold">{title}</h2>
        <Announcement text={title} />
        <p className="text-second">
          <LinkedText
            cluster={cluster}
            members={snapshot.members.map((member) => member.name)}
            text={verdict.text}
            look="ink"
          />
          {verdict.diagnosis !== null && !past && (
            <>
              {' '}
              <DiagnosisLink cluster={cluster} diagnosis={verdict.diagnosis} />
            </>
          )}
        </p>
      </div>
    </section>
  );
}

/** Reads the verdict out when it changes, and not each time that a figure in it does. */
function Announcement({ text }: { text: string }) {
  const [said, setSaid] = useState(text);
  if (withoutFigures(said) !== withoutFigures(text)) setSaid(text);
  return (
    <p aria-live="polite" className="sr-only">
      {said}
    </p>
  );
}

function withoutFigures(text: string): string {
  return text.replace(/(?<![\w-])\d[\d.,]*/g, '');
}
