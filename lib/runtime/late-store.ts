import type { Queryable, Store } from '@/lib/store/queryable';
import { openStore } from '@/lib/store/store';
import { errorText, StoreError } from '@/lib/store/store-error';

const retryMs = 3000;
/** The server may hold the session that was lost for 25 s more: that is no other Howdah. */
const ownSessionMs = 30_000;

export interface LateStoreOptions {
  readonly dataFolder: string;
  readonly databaseUrl: string | null;
  /** Called once the store can be used. */
  readonly onOpen: () => void;
  /** Called when it cannot be used, once for each reason. */
  readonly onTrouble: (reason: string) => void;
  /** It is this Howdah's no more; it is opened again once this has resolved: when nothing goes on that used it. */
  readonly onLost: (reason: string) => Promise<void>;
  /** Another Howdah uses the store, or a newer one wrote it: this one must not go on. */
  readonly onRefused: (reason: string) => void;
  /** How long a lock that was lost is tried for; another Howdah has it after that. */
  readonly retakeMs?: number;
}

/** The store, which may answer only later: until then Howdah shows everything and remembers nothing. */
export class LateStore implements Store {
  readonly engine: Store['engine'];
  private opened: Store | null = null;
  private trouble = 'it is being opened';
  private told = '';
  private wasLost = false;
  private timer: NodeJS.Timeout | null = null;
  private closed = false;

  constructor(private readonly options: LateStoreOptions) {
    this.engine = options.databaseUrl === null ? 'pglite' : 'postgres';
  }

  async open(): Promise<void> {
    try {
      const store = await openStore(this.options, {
        onLost: (reason) => void this.lose(reason),
        ...(this.wasLost ? { lockPatienceMs: this.options.retakeMs ?? ownSessionMs } : {}),
      });
      if (this.closed) {
        await store.close();
        return;
      }
      this.opened = store;
      this.told = '';
      this.wasLost = false;
    } catch (error) {
      this.trouble = errorText(error);
      if (error instanceof StoreError && (error.code === 'locked' || error.code === 'newer')) {
        this.options.onRefused(this.trouble);
        return;
      }
      if (this.told !== this.trouble) this.options.onTrouble(this.trouble);
      this.told = this.trouble;
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

  check(): Promise<void> {
    return this.need().then((store) => store.check());
  }

  async close(): Promise<void> {
    this.closed = true;
    if (this.timer !== null) clearTimeout(this.timer);
    await this.opened?.close();
  }

  private async lose(reason: string): Promise<void> {
    const lost = this.opened;
    this.opened = null;
    this.trouble = reason;
    this.wasLost = true;
    if (this.engine === 'pglite') {
      // Its files are another's by now: this process may not even close them.
      this.options.onRefused(reason);
      return;
    }
    await this.options.onLost(reason);
    await lost?.close();
    if (!this.closed) await this.open();
  }

  private async need(): Promise<Store> {
    if (this.opened === null)
      throw new StoreError('unreachable', `Howdah's store cannot be used: ${this.trouble}`, undefined, true);
    return this.opened;
  }
}
