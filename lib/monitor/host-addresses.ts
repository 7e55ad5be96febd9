import { canonicalAddress } from '@/lib/domain/ip-address';
import type { Answer } from '@/lib/upstream/answer';

const keptMs = 60_000;
/** A name that does not resolve is asked again sooner: somebody may be mending it. */
const againMs = 10_000;

export type ResolveHost = (host: string) => Promise<Answer<readonly string[]>>;

/**
 * The addresses behind the host names of members. One name is asked at a time: a resolver that hangs holds a thread of
 * the process for each. What was known of a name is kept while it does not resolve.
 */
export class HostAddresses {
  private readonly known = new Map<string, readonly string[]>();
  private readonly askAgainAtMs = new Map<string, number>();

  constructor(
    private readonly resolve: ResolveHost,
    private readonly nowMs: () => number,
  ) {}

  /** Asks those of the hosts that are names and are due. */
  async follow(hosts: readonly string[]): Promise<void> {
    const names = new Set(hosts.filter((host) => host !== '' && canonicalAddress(host) === null));
    for (const name of [...this.known.keys()]) if (!names.has(name)) this.known.delete(name);
    for (const name of names) {
      if (this.nowMs() < (this.askAgainAtMs.get(name) ?? 0)) continue;
      const answer = await this.resolve(name);
      if (answer.ok) this.known.set(name, answer.value);
      this.askAgainAtMs.set(name, this.nowMs() + (answer.ok ? keptMs : againMs));
    }
  }

  /** By host name; a name that was never resolved is not in it. */
  all(): ReadonlyMap<string, readonly string[]> {
    return this.known;
  }
}
