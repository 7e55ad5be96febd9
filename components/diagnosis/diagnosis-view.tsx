'use client';

import { useQueryClient } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { MemberActions } from '@/components/operations/member-actions';
import { memberPath } from '@/components/operations/operation-paths';
import { Button } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';
import { NotConfigured } from '@/components/ui/not-configured';
import { Notice } from '@/components/ui/notice';
import { Panel } from '@/components/ui/panel';
import { Skeleton } from '@/components/ui/skeleton';
import { Age } from '@/components/ui/time';
import { ask } from '@/lib/browser/api';
import { useDiagnosis, useSnapshot } from '@/lib/browser/queries';
import { queryKeys } from '@/lib/browser/query-keys';
import type { Diagnosis, EvidenceId, MemberLogName } from '@/lib/contract/diagnosis';
import { CausePanel } from './cause-panel';
import { ComingBack } from './coming-back';
import { EvidencePanel } from './evidence-panel';
import { LogPanel } from './log-panel';

/** Why a member does not serve: causes first, then what was found, then its logs. */
export function DiagnosisView({ cluster, member: name }: { cluster: string; member: string }) {
  const { data: diagnosis, error } = useDiagnosis(cluster, name);
  const snapshot = useSnapshot(cluster).data;
  const member = snapshot?.members.find((each) => each.name === name);
  return (
    <div className="flex flex-col gap-4">
      <Heading cluster={cluster} name={name} diagnosis={diagnosis} />
      {error !== null && (
        <Notice tone={diagnosis === undefined ? 'bad' : 'warn'} title="The diagnosis could not be made">
          {error.message} {diagnosis !== undefined && 'What is shown was found before.'}
        </Notice>
      )}
      {diagnosis === undefined ? (
        error === null && <Skeleton className="h-64 w-full" />
      ) : (
        <>
          <Verdict diagnosis={diagnosis} />
          {diagnosis.unreadLog !== null && diagnosis.verdict !== 'healthy' && (
            <Notice tone="unknown" title="PostgreSQL’s log is not read">
              {diagnosis.unreadLog}
            </Notice>
          )}
          {!diagnosis.hostConfigured && (
            <NotConfigured
              title={`${name} cannot be looked at from inside`}
              text="With ssh to its host Howdah reads the logs, the folders, the ports and more, and names the cause."
              lines={diagnosis.howTo}
            />
          )}
          {diagnosis.causes.map((cause) => (
            <CausePanel key={cause.id} cause={cause} />
          ))}
          {member !== undefined && snapshot !== undefined && (
            <ComingBack member={member} snapshot={snapshot} />
          )}
          <Found diagnosis={diagnosis} />
        </>
      )}
      {member === undefined && snapshot !== undefined && (
        <Panel title={name}>
          <Empty title={`${name} is not a member now`}>Patroni does not list it at present.</Empty>
        </Panel>
      )}
    </div>
  );
}

function Heading({
  cluster,
  name,
  diagnosis,
}: {
  cluster: string;
  name: string;
  diagnosis: Diagnosis | undefined;
}) {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  async function lookAnew() {
    setBusy(true);
    const found = await ask('diagnosis', {
      path: { cluster, member: name },
      query: { fresh: '1' },
    }).catch(() => null);
    // What went wrong the page's own question says in a moment.
    if (found !== null) client.setQueryData(queryKeys.diagnosis(cluster, name), found);
    setBusy(false);
  }
  return (
    <header className="flex flex-wrap items-start gap-x-4 gap-y-3">
      <div className="min-w-0 flex-1">
        <Link
          href={memberPath(cluster, name)}
          className="inline-flex items-center gap-1.5 text-second text-sm hover:text-ink"
        >
          <ArrowLeft aria-hidden size={14} strokeWidth={1.75} />
          {name}
        </Link>
        <h2 className="font-semibold text-xl">Diagnosis of {name}</h2>
        {diagnosis !== undefined && (
          <p className="text-second text-sm">
            looked at <Age at={diagnosis.startedAt} /> ago
            {diagnosis.endedAt === null && '; answers still come'}
          </p>
        )}
      </div>
      <div className="flex items-center gap-2">
        <Button disabled={busy || diagnosis?.endedAt === null} onClick={() => void lookAnew()}>
          Look again
        </Button>
        <MemberActions cluster={cluster} member={name} />
      </div>
    </header>
  );
}

function Verdict({ diagnosis }: { diagnosis: Diagnosis }) {
  const { verdict, causes, member, evidence } = diagnosis;
  const unheard = evidence.filter(({ state }) => state === 'failed').length;
  const partly = unheard === 0 ? '' : ` ${unheard} of ${evidence.length} questions had no answer.`;
  if (verdict === 'named') {
    const [first] = causes;
    return (
      <Notice tone={first?.certainty === 'certain' ? 'bad' : 'warn'} title={first?.title ?? ''}>
        {causes.length > 1
          ? `And ${causes.length - 1} more: ${causes
              .slice(1)
              .map(({ title }) => title)
              .join('; ')}.`
          : 'What was seen, what it means and what to do stands below.'}
      </Notice>
    );
  }
  if (verdict === 'looking')
    return (
      <Notice tone="working" title="Looking…">
        Answers are shown as they come.
      </Notice>
    );
  if (verdict === 'healthy') {
    return (
      <Notice tone="ok" title={`${member} is healthy`}>
        It serves, it is where the leader is, and no known fault was found.{partly}
      </Notice>
    );
  }
  return (
    <Notice tone="unknown" title="Not known">
      No known cause fits what was found. All of it is laid out below; the logs say most.{partly}
    </Notice>
  );
}

const logOf: Partial<Record<EvidenceId, MemberLogName>> = {
  patroni_log: 'patroni',
  postgres_log: 'postgres',
};

function Found({ diagnosis: { cluster, member, evidence } }: { diagnosis: Diagnosis }) {
  return (
    <>
      <div className="grid gap-4 md:grid-cols-2">
        {evidence
          .filter(({ id }) => logOf[id] === undefined)
          .map((each) => (
            <EvidencePanel key={each.id} evidence={each} />
          ))}
      </div>
      {evidence.map((each) => {
        const log = logOf[each.id];
        return (
          log !== undefined && (
            <LogPanel key={each.id} cluster={cluster} member={member} log={log} evidence={each} />
          )
        );
      })}
    </>
  );
}
