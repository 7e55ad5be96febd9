import * as firstTables from './migrations/0001-first-tables';
import * as operationLanes from './migrations/0002-operation-lanes';
import * as restoreTests from './migrations/0003-restore-tests';
import * as drills from './migrations/0004-drills';
import * as drillRequests from './migrations/0005-drill-requests';
import * as requestKeys from './migrations/0006-request-keys';
import * as holder from './migrations/0007-holder';
import type { ScriptRunner } from './queryable';
import { StoreError } from './store-error';

interface Migration {
  readonly name: string;
  readonly sql: string;
}

/** In the order in which they are applied. One that was released is never changed. */
const migrations: readonly Migration[] = [
  firstTables,
  operationLanes,
  restoreTests,
  drills,
  drillRequests,
  requestKeys,
  holder,
];

/** Howdah's own number among a database's advisory locks. */
const MIGRATION_LOCK = 4_711_001;

type RunScript = <Result>(fn: (tx: ScriptRunner) => Promise<Result>) => Promise<Result>;

/** Brings the schema `howdah` up to date, one transaction a migration. */
export async function migrate(inTransaction: RunScript, wanted = migrations): Promise<void> {
  await inTransaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    const present = await tx.query('select 1 from pg_namespace where nspname = $1', ['howdah']);
    if (present.length === 0) await tx.script('create schema howdah');
    await tx.script(`
      create table if not exists howdah.migrations (
        name text primary key,
        applied_at timestamptz not null default now()
      )`);
    const known = new Set(wanted.map((migration) => migration.name));
    const applied = await tx.query<{ name: string }>('select name from howdah.migrations order by name');
    const unknown = applied.filter((row) => !known.has(row.name)).map((row) => row.name);
    if (unknown.length > 0) {
      throw new StoreError(
        'newer',
        `Howdah's store was written by a newer Howdah: this one does not know ${unknown.join(', ')}. ` +
          'Start the newer Howdah, or give this one an empty store.',
      );
    }
  });
  for (const migration of wanted) {
    await inTransaction(async (tx) => {
      await tx.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
      const done = await tx.query('select 1 from howdah.migrations where name = $1', [migration.name]);
      if (done.length > 0) return;
      await tx.script(migration.sql);
      await tx.query('insert into howdah.migrations (name) values ($1)', [migration.name]);
    });
  }
}
