import { proofShort } from '@/components/routing/proof-words';
import { Badge } from '@/components/ui/badge';
import { classNames } from '@/components/ui/class-names';
import { Figure } from '@/components/ui/figure';
import { Age } from '@/components/ui/time';
import type { RouteProof, RouteProofs } from '@/lib/contract/route-proofs';
import type { Haproxy, HaproxyPort } from '@/lib/contract/snapshot';
import { portsOf } from '@/lib/domain/topology-routes';
import { type TopologyBox, topologySizes } from '@/lib/domain/topology-shape';
import { BoxFrame, BoxRow } from './box-frame';
import { HowToButton } from './how-to-button';
import { proxyTone, receiversText, serversText, sessionsText } from './proxy-words';
import { fitsBeside, isLongName, longNameClass } from './title-fit';

/** So much of a host has room in its badge. */
const hostLetters = 12;

const toneWords = { ok: 'routes', warn: 'stale', bad: 'bad', unknown: 'unknown' } as const;

export function ProxyBox({
  box,
  proxy,
  proofs,
  isStandby,
}: {
  box: TopologyBox;
  proxy: Haproxy;
  proofs: RouteProofs;
  /** Of a standby cluster, in which nobody takes writes. */
  isStandby: boolean;
}) {
  const tone = proxyTone(proxy, isStandby);
  const isLong = isLongName(proxy.name);
  return (
    <BoxFrame
      box={box}
      look={proxy.reading.status === 'unreachable' ? 'down' : 'plain'}
      tone={tone}
      toneWord={toneWords[tone]}
      title={
        <span title={`${proxy.name}, ${proxy.host}`} className={isLong ? longNameClass : undefined}>
          {proxy.name}
        </span>
      }
      isTitleWhole={isLong}
      badge={
        // The name goes before the host, which the page «Routing» has too.
        fitsBeside(proxy.name, proxy.host.slice(0, hostLetters), box.width) ? (
          <Badge className="max-w-[104px]">
            <span className="truncate">{proxy.host}</span>
          </Badge>
        ) : undefined
      }
    >
      <div className="absolute inset-x-3" style={{ top: topologySizes.proxyHead }}>
        {portsOf(proxy).map(({ kind, port }) => (
          <PortRow
            key={kind}
            kind={kind}
            port={port}
            past={proxy.reading.status !== 'fresh'}
            mayBeEmpty={isStandby && kind === 'writes'}
            proof={proofs.latest.find((one) => one.proxy === proxy.name && one.purpose === kind)}
          />
        ))}
        {proxy.reading.status === 'unreachable' ? (
          <BoxRow name="statistics">
            <span className="text-bad">
              unreachable <Age at={proxy.reading.since} />
            </span>
          </BoxRow>
        ) : (
          <BoxRow name="sessions" dimmed={proxy.reading.status === 'stale'}>
            <Figure text={sessionsText(proxy)} />
          </BoxRow>
        )}
      </div>
    </BoxFrame>
  );
}

function PortRow({
  kind,
  port,
  past,
  mayBeEmpty,
  proof,
}: {
  kind: 'writes' | 'reads';
  port: HaproxyPort;
  past: boolean;
  mayBeEmpty: boolean;
  proof: RouteProof | undefined;
}) {
  const receivers = receiversText(port);
  const nobody = receivers === 'nobody' || !port.found;
  const unknown = past && nobody;
  return (
    <div
      title={serversText(port)}
      style={{ height: topologySizes.port, marginBottom: topologySizes.portGap }}
      className="flex flex-col justify-center rounded-md border border-line px-2 text-[13px] leading-[19px]"
    >
      <div className="flex items-center gap-1">
        <span className={classNames('font-semibold', kind === 'writes' ? 'text-accent' : 'text-reads')}>
          {port.port ?? port.proxy}
        </span>
        <span>{kind}</span>
        <span
          className={classNames(
            'ml-auto min-w-0 truncate text-sm',
            past ? 'text-third' : nobody && !mayBeEmpty ? 'font-semibold text-bad' : 'text-second',
          )}
        >
          {unknown ? (
            'not known'
          ) : past ? (
            `last to ${receivers}`
          ) : (
            <>
              <span aria-hidden>→ </span>
              <span className="sr-only">are sent to </span>
              {receivers}
            </>
          )}
        </span>
      </div>
      {proof === undefined ? (
        <span className="text-xs text-third">not proven</span>
      ) : (
        <span
          data-proof={proof.target}
          className={classNames(
            'truncate text-xs',
            proof.outcome === 'proven' ? 'text-second' : 'font-semibold text-bad',
          )}
        >
          {proof.outcome === 'proven' && 'proven: '}
          {proofShort(proof)}
        </span>
      )}
    </div>
  );
}

export function NoProxyBox({ box, howTo, proofs }: { box: TopologyBox; howTo: string; proofs: RouteProofs }) {
  return (
    <BoxFrame box={box} look="quiet" tone="unknown" toneWord="not configured" title="HAProxy">
      {proofs.latest.length === 0 ? (
        <p className="mt-1 text-[13px] leading-[19px] text-second">Not configured: routing is not shown.</p>
      ) : (
        proofs.latest.map((proof) => (
          <p key={proof.target} data-proof={proof.target} className="text-[13px] leading-[19px] text-second">
            {proof.purpose} → {proofShort(proof)}
          </p>
        ))
      )}
      <HowToButton title="Show HAProxy's routing" lines={howTo} />
    </BoxFrame>
  );
}
