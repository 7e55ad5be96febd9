import type { RestoreTestCheck, RestoreTestReport } from '@/lib/contract/restore-tests';
import { listed } from '@/lib/domain/preflight';
import { withChecks, withLog } from '@/lib/domain/restore-tests/report';
import { amcheckArguments } from '@/lib/domain/restore-tests/scratch-commands';
import type { RestoreAssertion } from '@/lib/settings/types';
import { askPsql } from '@/lib/upstream/host/psql';
import type { StepContext } from '../../kind';
import { followJob } from '../restore/host-job';
import { asking, jobOf, keep, planOf, reportOf, scratchDatabase, TestFailure } from './memory';

const countMs = 60_000;
const assertionMs = 10 * 60_000;
const mostLines = 40;

const databasesSql = `
select datname, pg_database_size(oid) from pg_database where datallowconn and not datistemplate order by datname`;

const relationsSql = `
select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`;

type Databases = RestoreTestReport['databases'];

/** Everything that must hold. Throws `TestFailure` when something does not. */
export async function checkData(context: StepContext): Promise<string> {
  const { amcheck, assertions } = planOf(context);
  const { databases, check } = await countRelations(context);
  refuseIfStopped(context);
  const checks = [check];
  await keep(context, withChecks(reportOf(context), databases, checks));
  for (const assertion of assertions) {
    context.progress(checks.length / (assertions.length + 2), `Assertion «${assertion.name}»`);
    const found = await assertThat(context, assertion);
    refuseIfStopped(context);
    checks.push(found);
  }
  if (amcheck !== 'off') checks.push(await runAmcheck(context));
  await keep(context, withChecks(reportOf(context), databases, checks));
  for (const { name, outcome, detail } of checks) context.log(`${name}: ${outcome}. ${detail}`);
  const failed = checks.filter(({ outcome }) => outcome === 'failed');
  if (failed.length > 0) {
    const names = listed(failed.map(({ name }) => `«${name}»`));
    const words = failed.map(({ name, detail }) => `${name}: ${detail}`);
    throw new TestFailure(`${failed.length} of ${checks.length} checks failed: ${names}.`, words);
  }
  const skipped = checks.filter(({ outcome }) => outcome === 'skipped').map(({ name }) => name);
  const left = skipped.length === 0 ? '' : ` Skipped: ${listed(skipped)}.`;
  return `${checks.length - skipped.length} checks passed.${left}`;
}

/** An answer that was called off says nothing of the data. */
function refuseIfStopped({ signal }: StepContext): void {
  if (signal.aborted) throw new Error('stopped');
}

async function countRelations(
  context: StepContext,
): Promise<{ databases: Databases; check: RestoreTestCheck }> {
  const run = asking(context);
  const beganMs = context.clock.nowMs();
  context.progress(0, 'Counting databases and relations');
  const ended = (outcome: RestoreTestCheck['outcome'], detail: string): RestoreTestCheck => ({
    kind: 'databases',
    name: 'Databases can be read',
    outcome,
    detail,
    durationMs: context.clock.nowMs() - beganMs,
  });
  const found = await askPsql(run, scratchDatabase(context), databasesSql, { timeoutMs: countMs });
  if (!found.ok) return { databases: [], check: ended('failed', found.reason) };
  const databases: Databases = [];
  const troubles: string[] = [];
  for (const [name = '', size = ''] of found.value) {
    const counted = await askPsql(run, scratchDatabase(context, name), relationsSql, { timeoutMs: countMs });
    if (!counted.ok) troubles.push(`${name}: ${counted.reason}`);
    else databases.push({ name, relations: Number(counted.value[0]?.[0] ?? 0), sizeBytes: Number(size) });
  }
  if (troubles.length > 0) return { databases, check: ended('failed', troubles.join('; ')) };
  const relations = databases.reduce((sum, database) => sum + database.relations, 0);
  const count = databases.length === 1 ? '1 database' : `${databases.length} databases`;
  return { databases, check: ended('passed', `${count} with ${relations} relations`) };
}

/** Read-only, and compared as psql prints it. */
async function assertThat(context: StepContext, assertion: RestoreAssertion): Promise<RestoreTestCheck> {
  const { name, database, sql, expect } = assertion;
  const beganMs = context.clock.nowMs();
  const answer = await askPsql(
    asking(context),
    scratchDatabase(context, database),
    `set default_transaction_read_only = on;\n${sql}\n`,
    { timeoutMs: assertionMs },
  );
  const durationMs = context.clock.nowMs() - beganMs;
  if (!answer.ok) return { kind: 'assertion', name, outcome: 'failed', detail: answer.reason, durationMs };
  const found = answer.value
    .map((row) => row.join('|'))
    .join('\n')
    .trim();
  return {
    kind: 'assertion',
    name,
    outcome: found === expect ? 'passed' : 'failed',
    detail: found === expect ? shown(found) : `found ${shown(found)}, expected ${shown(expect)}`,
    durationMs,
  };
}

function shown(text: string): string {
  if (text === '') return 'nothing';
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

async function runAmcheck(context: StepContext): Promise<RestoreTestCheck> {
  const { host, binDirectory, place, port, superuser, amcheck } = planOf(context);
  const beganMs = context.clock.nowMs();
  context.progress(null, 'pg_amcheck looks through tables and indexes');
  const argv = amcheckArguments(binDirectory, place.folder, port, superuser);
  const { exitCode, tail } = await followJob(context, host, jobOf(context, 'amcheck'), argv, () => {});
  const said = tail.split('\n').filter((line) => line.trim() !== '');
  if (said.length > 0) await keep(context, withLog(reportOf(context), 'check', said.slice(-mostLines)));
  const isAbsent = /extension "amcheck" is not available/.test(tail);
  const words = said.slice(0, 6).join(' ');
  return {
    kind: 'amcheck',
    name: 'pg_amcheck',
    outcome: exitCode === 0 ? 'passed' : isAbsent && amcheck === 'where_there' ? 'skipped' : 'failed',
    detail: exitCode === 0 ? 'no corruption found' : words === '' ? `it ended with code ${exitCode}` : words,
    durationMs: context.clock.nowMs() - beganMs,
  };
}
