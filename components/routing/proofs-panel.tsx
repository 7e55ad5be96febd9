'use client';

import { Play } from 'lucide-react';
import { MemberLink } from '@/components/replication/member-link';
import { Button } from '@/components/ui/button';
import { Figure } from '@/components/ui/figure';
import { NotConfigured } from '@/components/ui/not-configured';
import { Notice } from '@/components/ui/notice';
import { Panel } from '@/components/ui/panel';
import { Sparkline } from '@/components/ui/sparkline';
import { StatusIcon, StatusMark } from '@/components/ui/status-mark';
import { Age } from '@/components/ui/time';
import { useProveRoutes } from '@/lib/browser/mutations';
import { useRouting } from '@/lib/browser/queries';
import type { RouteProof } from '@/lib/contract/route-proofs';
import type { Routing } from '@/lib/contract/routing';
import type { Snapshot } from '@/lib/contract/snapshot';
import { formatDurationExact, formatDurationMs } from '@/lib/domain/format';
import { answererOf, proofMark, refusalText, serverKind } from './proof-words';

/** Real writes and reads, made the way applications make them. */
export function ProofsPanel({ snapshot }: { snapshot: Snapshot }) {
  const { cluster, routeProofs } = snapshot;
  const routing = useRouting(cluster).data;
  const prove = useProveRoutes(cluster);
  if (!routeProofs.configured) {
    return (
      <Panel title="Proven">
        <NotConfigured
          title="Probes are not configured"
          text="With a login of its own Howdah writes through each write port and reads through each read port, into a table of its own with one row a port, and shows who answered and how fast."
          lines={routeProofs.howTo}
          bare
        />
      </Panel>
    );
  }
  const { everyMs, latest } = routeProofs;
  return (
    <Panel
      title="Proven"
      flush
      actions={
        <>
          <span className="text-second">
            {everyMs === null ? 'when asked' : `every ${formatDurationMs(everyMs)}`}
          </span>
          <Button size="small" disabled={prove.isPending} onClick={() => prove.mutate()}>
            <Play aria-hidden size={14} />
            {prove.isPending ? 'Proving…' : 'Prove now'}
          </Button>
        </>
      }
    >
      {prove.error !== null && (
        <div className="px-4 pb-3" role="alert">
          <Notice tone="bad" title="The routes could not be proven">
            {prove.error.message}
          </Notice>
        </div>
      )}
      {latest.length === 0 ? (
        <p className="px-4 pt-1 pb-4 text-second">Nothing was proven yet.</p>
      ) : (
        <ul>
          {latest.map((proof) => (
            <ProofItem
              key={proof.target}
              cluster={cluster}
              proof={proof}
              history={routing?.history[proof.target] ?? []}
            />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function ProofItem({
  cluster,
  proof,
  history,
}: {
  cluster: string;
  proof: RouteProof;
  history: NonNullable<Routing['history'][string]>;
}) {
  const { tone, word } = proofMark(proof);
  const refusal = refusalText(proof);
  const facts = [
    serverKind(proof),
    proof.connectMs === null ? null : `connected in ${formatDurationMs(proof.connectMs)}`,
    proof.rowAgeMs === null
      ? null
      : `the newest row there was written ${formatDurationMs(proof.rowAgeMs)} before`,
  ].filter((fact) => fact !== null);
  return (
    <li data-proof={proof.target} className="border-line border-t px-4 py-3 first:border-t-0">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <h3 className="min-w-40 font-semibold">
          {proof.proxy ?? 'members'} {proof.purpose}
        </h3>
        <StatusMark tone={tone}>{word}</StatusMark>
        <span>
          {answererOf(proof) === null ? (
            <span className="text-second">nobody answered</span>
          ) : (
            <>
              by <Answerer cluster={cluster} proof={proof} />
            </>
          )}
        </span>
        <Figure
          text={formatDurationMs(proof.durationMs)}
          exact={formatDurationExact(proof.durationMs)}
          className="min-w-16"
        />
        <Latency history={history} target={`${proof.proxy ?? 'members'} ${proof.purpose}`} />
        <span className="ml-auto text-sm text-third">
          <Age at={proof.at} /> ago
        </span>
      </div>
      <p className="mono mt-0.5 break-all text-third">{proof.address}</p>
      {facts.length > 0 && <p className="mt-0.5 text-sm text-second">{facts.join(' · ')}</p>}
      {proof.outcome !== 'proven' && (
        <p className="mt-1 text-sm text-bad">
          {proof.message}
          {proof.sqlstate !== null && ` (SQLSTATE ${proof.sqlstate})`}, for <Age at={proof.since} />
        </p>
      )}
      {refusal !== null && (
        <p className="mt-1 flex items-start gap-1.5 text-sm">
          <StatusIcon tone="ok" label={true} className="mt-px" />
          <span>{refusal}</span>
        </p>
      )}
    </li>
  );
}

function Answerer({ cluster, proof }: { cluster: string; proof: RouteProof }) {
  if (proof.answeredBy !== null) return <MemberLink cluster={cluster} member={proof.answeredBy} />;
  return <span className="mono">{proof.serverAddress}, no member</span>;
}

function Latency({ history, target }: { history: NonNullable<Routing['history'][string]>; target: string }) {
  const values = history.map((one) => (one.outcome === 'proven' ? one.durationMs : null));
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return null;
  const most = formatDurationMs(Math.max(...known));
  const missed = values.length - known.length;
  const text = `The last ${values.length} proofs of ${target}: at most ${most}${missed === 0 ? '' : `, ${missed} without success`}`;
  return (
    <span title={text}>
      <Sparkline values={values} label={text} />
    </span>
  );
}
