'use client';

import { useQuery } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState } from 'react';
import { inputClass } from '@/components/restore/field';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-text';
import { Panel } from '@/components/ui/panel';
import { Skeleton } from '@/components/ui/skeleton';
import { type ApiError, ask } from '@/lib/browser/api';
import { logFollowMs } from '@/lib/browser/paces';
import { queryKeys } from '@/lib/browser/query-keys';
import type { Evidence, MemberLog, MemberLogName } from '@/lib/contract/diagnosis';
import { formatCount } from '@/lib/domain/format';
import { answerWords, evidenceTitles } from './evidence-titles';
import { filteredLines, followed } from './log-lines';

/** A log of the member: read, filtered, followed, copied. */
export function LogPanel({
  cluster,
  member,
  log,
  evidence,
}: {
  cluster: string;
  member: string;
  log: MemberLogName;
  evidence: Evidence;
}) {
  const filterId = useId();
  const [wanted, setWanted] = useState('');
  const [follows, setFollows] = useState(false);
  const { live, error } = useFollowedLog(cluster, member, log, follows);
  const lines = live?.lines ?? evidence.lines;
  const shown = filteredLines(lines, wanted);
  const end = useRef<HTMLTextAreaElement>(null);
  const count = shown.length;
  useEffect(() => {
    // The end is what just happened.
    if (count > 0 && end.current !== null) end.current.scrollTop = end.current.scrollHeight;
  }, [count]);

  return (
    <div data-evidence={evidence.id} data-state={evidence.state}>
      <Panel
        title={evidenceTitles[evidence.id]}
        actions={
          <>
            <span className="text-third">
              {follows ? 'followed live' : answerWords(evidence)}
              {live === null ? '' : `, ${live.source}`}
            </span>
            <Button size="small" aria-pressed={follows} onClick={() => setFollows(!follows)}>
              {follows ? 'Stop following' : 'Follow'}
            </Button>
            <CopyButton text={shown.join('\n')} what={`Copy ${evidenceTitles[evidence.id]}`} />
          </>
        }
      >
        {evidence.state === 'waiting' && live === null && <Skeleton className="h-24 w-full" />}
        {evidence.facts.map(({ name, value }) => (
          <p key={name} className="mb-2 text-second text-sm">
            {name}: {value}
          </p>
        ))}
        {evidence.why !== null && live === null && <p className="break-words text-second">{evidence.why}</p>}
        {error !== null && (
          <p role="alert" className="text-bad">
            {error.message}
          </p>
        )}
        {lines.length > 0 && (
          <>
            <label htmlFor={filterId} className="text-second text-sm">
              Lines that contain
            </label>
            <div className="mt-1 mb-2 flex flex-wrap items-center gap-3">
              <input
                id={filterId}
                type="search"
                value={wanted}
                onChange={(event) => setWanted(event.target.value)}
                autoComplete="off"
                spellCheck={false}
                className={`${inputClass} max-w-80`}
              />
              <span className="text-second text-sm" role="status">
                {formatCount(shown.length)} of {formatCount(lines.length)} lines
              </span>
            </div>
            <textarea
              ref={end}
              readOnly
              value={shown.join('\n')}
              spellCheck={false}
              aria-label={`Lines of ${evidenceTitles[evidence.id]}`}
              className="mono h-80 w-full resize-y rounded-lg border border-line bg-sunk px-3 py-2 text-sm"
            />
          </>
        )}
      </Panel>
    </div>
  );
}

function useFollowedLog(cluster: string, member: string, log: MemberLogName, follows: boolean) {
  const [live, setLive] = useState<MemberLog | null>(null);
  const query = useQuery<MemberLog, ApiError>({
    queryKey: queryKeys.memberLog(cluster, member, log),
    queryFn: ({ signal }) =>
      ask('memberLog', { path: { cluster, member, log }, query: { after: live?.next }, signal }),
    enabled: follows,
    refetchInterval: logFollowMs,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
  const [taken, setTaken] = useState<MemberLog | undefined>(undefined);
  if (query.data !== undefined && query.data !== taken) {
    setTaken(query.data);
    setLive(followed(live, query.data));
  }
  return { live: follows ? live : null, error: follows ? query.error : null };
}
