import { type ClusterEvent, eventsPageSchema } from '@/lib/contract/events';
import { type Operation, operationSchema } from '@/lib/contract/operations';
import { type Snapshot, snapshotSchema } from '@/lib/contract/snapshot';

const timeoutMs = 5000;

/** Howdah's API as `curl` would see it, checked against the contract. */
export class Api {
  constructor(
    readonly url: string,
    readonly cluster = 'demo',
  ) {}

  async snapshot(): Promise<Snapshot> {
    return snapshotSchema.parse(await this.get(`/api/clusters/${this.cluster}`));
  }

  async events(limit = 50): Promise<ClusterEvent[]> {
    const page = await this.get(`/api/clusters/${this.cluster}/events?limit=${limit}`);
    return eventsPageSchema.parse(page).events;
  }

  async operation(id: string): Promise<Operation> {
    return operationSchema.parse(await this.get(`/api/operations/${id}`));
  }

  async get(path: string): Promise<unknown> {
    const answer = await fetch(`${this.url}${path}`, { signal: AbortSignal.timeout(timeoutMs) });
    if (!answer.ok) throw new Error(`GET ${path} answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  }
}
