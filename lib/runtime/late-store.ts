import type { Queryable, Store } from '@/lib/store/queryable';
import { openStore } from '@/lib/store/store';
import { StoreError } from '@/lib/store/store-error';

const retryMs = 3000;

export interface LateStoreOptions {
  readonly dataFolder: string;
  readonly databaseUrl: string | null;
  /** Called once the store can be used. */
  readonly onOpen: () => void;
  readonly onTrouble: (reason: string) => void;
  /** Another Howdah uses the store, or a newer one wrote it: this one must not go on. */
  readonly onRefused: (reason: string) => void;
}

/** The store, which may answer only later: until then Howdah shows everything and remembers nothing. */
export class LateStore implements Store {
  readonly engine: Store['engine'];
  private opened: Store | null = null;
  private trouble = 'it is being opened';
  private timer: NodeJS.Timeout | null = null;
  private closed = false;

  constructor(private readonly options: LateStoreOptions) {
    this.engine = options.databaseUrl === null ? 'pglite' : 'postgres';
  }

  async open(): Promise<void> {
    try {
      const store = await openStore(this.options);
      if (this.closed) {
        await store.close();
        return;
      }
      this.opened = store;
    } catch (error) {
      this.trouble = error instanceof Error ? error.message : String(error);
      if (error instanceof StoreError && (error.code === 'locked' || error.code === 'newer')) {
        this.options.onRefused(this.trouble);
        return;
      }
      this.options.onTrouble(this.trouble);
      if (!this.closed) this.timer = setTimeout(() => void this.open(), retryMs);
      return;
    }
    this.options.onOpen();
  }

  query<Row>(sql: string, params?: readonly unknown[]): Promise<Row[]> {
    return this.need().then((store) => store.query<Row>(sql, params));
  }

  transaction<Result>(fn: (tx: Queryable) => Promise<Result>): Promise<Result> {
    return this.need().then((store) => store.transaction(fn));
  }

  ping(): Promise<void> {
    return this.need().then((store) => store.ping());
  }

  async close(): Promise<void> {
    this.closed = true;
    if (this.timer !== null) clearTimeout(this.timer);
    await this.opened?.close();
  }

  private async need(): Promise<Store> {
    if (this.opened === null)
      throw new StoreError('unreachable', `Howdah's store cannot be used: ${this.trouble}`);
    return this.opened;
  }
}
