import { setTimeout as sleep } from 'node:timers/promises';
import type { MemberName } from '@/lib/contract/names';
import type { RouteProof } from '@/lib/contract/route-proofs';
import type { Member } from '@/lib/contract/snapshot';
import { whoAnswered } from '@/lib/domain/routing/who-answered';
import type { ClusterSettings } from '@/lib/settings/types';
import type { ProbeResult, ProbeTarget } from '@/lib/upstream/postgres/probe';

/** Below the interval of findings: a hung port is told within five seconds of its hanging. */
export const probeTimeoutMs = 2000;
const historyLength = 60;
/** So that a read asked for together with a write may find its row. */
const writeHeadStartMs = 300;

export interface RouteProbesOptions {
  readonly settings: ClusterSettings;
  readonly members: () => readonly Member[];
  readonly probe: (target: ProbeTarget) => Promise<ProbeResult>;
  readonly onChange: () => void;
  readonly onError: (error: unknown) => void;
}

interface Route extends ProbeTarget {
  readonly proxy: string | null;
  readonly address: string;
}

/** Proves again and again that writes and reads arrive. Proofs of one target never overlap. */
export class RouteProbes {
  private readonly history = new Map<string, RouteProof[]>();
  private readonly underWay = new Map<string, Promise<void>>();
  private readonly queued = new Map<string, Promise<void>>();
  private timer: NodeJS.Timeout | null = null;
  private stopped = false;

  constructor(private readonly options: RouteProbesOptions) {}

  start(): void {
    const everyMs = this.options.settings.probes?.everyMs ?? null;
    if (everyMs === null || this.stopped) return;
    const round = () => {
      for (const route of this.routes()) {
        if (!this.underWay.has(route.id)) void this.run(route);
      }
    };
    this.timer = setInterval(round, everyMs);
    round();
  }

  stop(): void {
    this.stopped = true;
    if (this.timer !== null) clearInterval(this.timer);
  }

  /** The newest proof of each target that there is now. */
  latest(): RouteProof[] {
    return this.ids().flatMap((id) => this.history.get(id)?.at(-1) ?? []);
  }

  /** The clock was set by `byMs`. */
  shift(byMs: number): void {
    const moved = (at: string) => new Date(Date.parse(at) + byMs).toISOString();
    for (const [id, proofs] of this.history) {
      this.history.set(
        id,
        proofs.map((proof) => ({ ...proof, at: moved(proof.at), since: moved(proof.since) })),
      );
    }
  }

  /** The last proofs of each target, oldest first. */
  past(): Record<string, readonly RouteProof[]> {
    return Object.fromEntries(this.ids().map((id) => [id, this.history.get(id) ?? []]));
  }

  /** Proves every target anew, beginning after this call, and answers what came of it. */
  async proveNow(): Promise<RouteProof[]> {
    const routes = this.routes();
    const writes = routes.filter(({ purpose }) => purpose === 'writes').map((route) => this.after(route));
    await Promise.race([Promise.all(writes), sleep(writeHeadStartMs)]);
    const reads = routes.filter(({ purpose }) => purpose === 'reads').map((route) => this.after(route));
    await Promise.all([...writes, ...reads]);
    return this.latest();
  }

  /** One run that begins after this moment; everybody who waits for such a run shares it. */
  private after(route: Route): Promise<void> {
    const before = this.underWay.get(route.id);
    if (before === undefined) return this.run(route);
    const waiting = this.queued.get(route.id);
    if (waiting !== undefined) return waiting;
    const next = before.then(() => {
      this.queued.delete(route.id);
      return this.run(route);
    });
    this.queued.set(route.id, next);
    return next;
  }

  private run(route: Route): Promise<void> {
    const run = this.options
      .probe(route)
      .catch((error: unknown): ProbeResult => {
        this.options.onError(error);
        return failedProbe(error);
      })
      .then((result) => this.keep(route, result))
      .finally(() => this.underWay.delete(route.id));
    this.underWay.set(route.id, run);
    return run;
  }

  private keep(route: Route, result: ProbeResult): void {
    if (this.stopped) return;
    const proof = proofOf(route, result, this.options.members(), this.history.get(route.id)?.at(-1) ?? null);
    this.history.set(route.id, [...(this.history.get(route.id) ?? []), proof].slice(-historyLength));
    this.options.onChange();
  }

  /** Without asking for members: the snapshot that tells them is made of these proofs. */
  private ids(): string[] {
    const { haproxy } = this.options.settings;
    const proxies = haproxy.length > 0 ? haproxy.map(({ name }) => name) : ['members'];
    return proxies
      .flatMap((name) => [`${name}:writes`, `${name}:reads`])
      .filter((id) => this.history.has(id));
  }

  private routes(): Route[] {
    const { settings } = this.options;
    if (settings.probes === null) return [];
    if (settings.haproxy.length > 0) {
      return settings.haproxy.flatMap(({ name, host, writes, reads }) => [
        ...(writes === null ? [] : [routeTo(name, 'writes', host, writes.port)]),
        ...(reads === null ? [] : [routeTo(name, 'reads', host, reads.port)]),
      ]);
    }
    const hosts = this.options
      .members()
      .flatMap(({ host, port }) => (host === '' || port === null ? [] : [{ host, port }]));
    if (hosts.length === 0) return [];
    const address = hosts.map(({ host, port }) => `${host}:${port}`).join(',');
    const shared = { proxy: null, address, hosts };
    return [
      { ...shared, id: 'members:writes', purpose: 'writes', wanted: 'read-write' },
      { ...shared, id: 'members:reads', purpose: 'reads', wanted: 'prefer-standby' },
    ];
  }
}

/** What proved a route before proves nothing now. */
function failedProbe(error: unknown): ProbeResult {
  const why = error instanceof Error ? error.message : String(error);
  return {
    atMs: Date.now(),
    outcome: 'failed',
    server: null,
    startedAtMs: null,
    connectMs: null,
    durationMs: 0,
    inRecovery: null,
    readOnly: null,
    rowAgeMs: null,
    refusal: null,
    sqlstate: null,
    message: `Howdah failed at this probe: ${why}`,
  };
}

function routeTo(proxy: string, purpose: 'writes' | 'reads', host: string, port: number): Route {
  const address = `${host}:${port}`;
  return { id: `${proxy}:${purpose}`, proxy, purpose, address, hosts: [{ host, port }], wanted: 'any' };
}

function proofOf(
  route: Route,
  result: ProbeResult,
  members: readonly Member[],
  before: RouteProof | null,
): RouteProof {
  const at = new Date(result.atMs).toISOString();
  const answeredBy: MemberName | null = whoAnswered(result, members);
  return {
    target: route.id,
    proxy: route.proxy,
    purpose: route.purpose,
    address: route.address,
    at,
    outcome: result.outcome,
    since: before?.outcome === result.outcome ? before.since : at,
    answeredBy,
    serverAddress: result.server === null ? null : `${result.server.address}:${result.server.port}`,
    connectMs: result.connectMs,
    durationMs: result.durationMs,
    inRecovery: result.inRecovery,
    readOnly: result.readOnly,
    rowAgeMs: result.rowAgeMs,
    refusal: result.refusal,
    sqlstate: result.sqlstate,
    message: result.message,
  };
}
