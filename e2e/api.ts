import { type ClusterEvent, eventsPageSchema } from '@/lib/contract/events';
import { type Operation, operationSchema, type Plan, planSchema } from '@/lib/contract/operations';
import { type Snapshot, snapshotSchema } from '@/lib/contract/snapshot';

/** Against an answer that never comes; how fast one comes is measured elsewhere. */
const timeoutMs = 20_000;

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

  /** Starts a restore, confirmed by the cluster's name; answers its id. */
  async startRestore(input: unknown): Promise<string> {
    const body = { kind: 'restore', input, confirm: this.cluster };
    const operation = await this.post(`/api/clusters/${this.cluster}/operations`, body);
    return operationSchema.parse(operation).id;
  }

  async plan(kind: string, input: unknown): Promise<Plan> {
    return planSchema.parse(await this.post(`/api/clusters/${this.cluster}/plans`, { kind, input }));
  }

  async decide(id: string, decision: unknown): Promise<Operation> {
    return operationSchema.parse(await this.post(`/api/operations/${id}/accept`, decision));
  }

  async post(path: string, body: unknown): Promise<unknown> {
    const answer = await fetch(`${this.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(60_000),
    });
    if (!answer.ok) throw new Error(`POST ${path} answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  }

  async get(path: string): Promise<unknown> {
    const answer = await fetch(`${this.url}${path}`, { signal: AbortSignal.timeout(timeoutMs) });
    if (!answer.ok) throw new Error(`GET ${path} answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  }
}
