import { lsnSchema } from '@/lib/contract/names';
import type { Decision, Look, LookAnswer, LookQuery, RestoreInput } from '@/lib/contract/operations';
import { noReaderReason, readerCommand, readersOf } from '@/lib/domain/restore/look-reader';
import { notOneQuestion } from '@/lib/domain/restore/one-statement';
import { targetWords } from '@/lib/domain/restore/target-words';
import { shellText } from '@/lib/domain/shell-text';
import { askTable } from '@/lib/upstream/host/psql-table';
import { readReaderRights } from '@/lib/upstream/host/reader-rights';
import type { StepContext, StepDefinition, StepEnd } from '../../kind';
import { rememberAtLast } from '../../remember-at-last';
import { aimOf, memberOf, planOf, type RestoreMember } from './memory';
import { readRecovery, stopLine } from './recover';
import { movementNow, movementWords, startedTrouble } from './standing';
import { pauseWords } from './stands';
import { ask, insist, on, patroniOf, privateTarget } from './tools';
import { Trouble } from './trouble';
import { clusterNow } from './who-leads';

const watchMs = 2_000;
const patience = 6;
/** The members' data and the DCS are asked with each so many looks. */
const factsEvery = 8;

export function lookStep({ member }: RestoreInput): StepDefinition {
  return { id: 'look', run: (context) => letLook(context, memberOf(context, member)) };
}

async function letLook(context: StepContext, member: RestoreMember): Promise<StepEnd> {
  await refuseIfGone(context, member);
  let facts = await factsAt(context, member);
  for (;;) {
    const end = await lookOnce(context, member, facts);
    if (typeof end !== 'string') return end;
    facts = end;
  }
}

/** A text: what the gate says is not so any more, and that is. */
async function lookOnce(
  context: StepContext,
  member: RestoreMember,
  facts: string,
): Promise<StepEnd | string> {
  const look = await lookAt(context, member);
  const closing = new AbortController();
  const watched = watch(context, member, facts, closing);
  try {
    const { decision, target, by } = await context.gate(
      {
        id: 'look',
        title: `${member.name} stands at ${look.target}: look before you accept`,
        message: facts,
        decisions: decisionsFor(context, member),
        look,
      },
      closing.signal,
    );
    context.log(`${by} decided: ${decision}`);
    if (decision === 'discard') return { end: 'discard', message: `Discarded by ${by}.` };
    if (decision === 'another_target' && target !== undefined) {
      await rememberAtLast(context, { wanted: target });
      return { end: 'back', to: 'restore', message: `Another target: ${targetWords(target)}.` };
    }
    await rememberAtLast(context, { acceptedBy: by });
    return { end: 'done', message: `Accepted by ${by}.` };
  } catch (error) {
    if (closing.signal.reason instanceof Trouble) throw closing.signal.reason;
    if (typeof closing.signal.reason === 'string') return closing.signal.reason;
    throw error;
  } finally {
    closing.abort();
    await watched;
  }
}

/** What the gate says, read now. Throws when another member has been started: that may not be accepted over. */
async function factsAt(context: StepContext, member: RestoreMember): Promise<string> {
  const [now, movement] = await Promise.all([clusterNow(context), movementNow(context, member.name)]);
  if (movement.moved.length > 0) throw startedTrouble(context, movement.moved);
  const words = ['No application reaches it.', movementWords(movement, ' yet'), pauseWords(now)];
  if (now.paused === false)
    words.push('Somebody has resumed it; accepting and discarding work all the same.');
  return words.filter((text) => text !== '').join(' ');
}

/** What would pull the ground from under the decision closes the gate. */
async function watch(
  context: StepContext,
  member: RestoreMember,
  said: string,
  closing: AbortController,
): Promise<void> {
  for (let looks = 1; !closing.signal.aborted && !context.signal.aborted; looks += 1) {
    await context.clock.sleep(watchMs, AbortSignal.any([closing.signal, context.signal]));
    if (closing.signal.aborted || context.signal.aborted) return;
    try {
      await refuseIfGone(context, member);
      const now = looks % factsEvery === 0 ? await factsAt(context, member) : said;
      if (now !== said) closing.abort(now);
    } catch (error) {
      closing.abort(error);
    }
  }
}

/** Throws when what is looked at has gone: PostgreSQL has ended or moved on, or somebody has started Patroni. */
export async function refuseIfGone(context: StepContext, member: RestoreMember): Promise<void> {
  const { members } = planOf(context);
  const answers = await Promise.all(members.map((other) => patroniOf(context, other)));
  const back = members.find((_, index) => answers[index]?.ok === true);
  if (back !== undefined) {
    throw new Trouble(
      `Patroni on ${back.name} was started by somebody else in the middle of the restore. Stop it to go on; or put the cluster back.`,
      back.name,
      shellText([...back.stop]),
    );
  }
  // Questions may be lost on their way, and a busy host may take its time; nothing is called gone for that.
  for (let tries = 0; tries < patience; tries += 1) {
    const state = await readRecovery(context, member);
    if (state?.inRecovery === true) return;
    if (state !== null) {
      throw new Trouble(
        `PostgreSQL on ${member.name} is not in recovery any more: somebody has promoted it.`,
        member.name,
      );
    }
    if (context.signal.aborted) break;
    await context.clock.sleep(1_000, context.signal);
  }
  throw new Trouble(
    `PostgreSQL on ${member.name} does not answer any more. Trying again recovers it anew.`,
    member.name,
  );
}

async function lookAt(context: StepContext, member: RestoreMember): Promise<Look> {
  const { target, timeline } = aimOf(context);
  const sql = `select datname, pg_database_size(oid) from pg_database where datallowconn and not datistemplate order by datname`;
  const [state, line, databases, reader] = await Promise.all([
    readRecovery(context, member),
    stopLine(context, member),
    ask(context, member, privateTarget(context, member), sql),
    findReader(context, member),
  ]);
  const lsn = lsnSchema.safeParse(state?.replayedLsn);
  return {
    member: member.name,
    target: targetWords(target, timeline),
    timeline,
    replayedLsn: lsn.success ? lsn.data : null,
    lastTransactionAt: state?.lastTransactionAt ?? null,
    stopLine: line,
    databases: databases.ok
      ? databases.value.map(([name = '', bytes]) => ({ name, sizeBytes: bytes ? Number(bytes) : null }))
      : [],
    ...reader,
  };
}

/** Who may ask, by what the restored data itself says of its roles. */
async function findReader(
  context: StepContext,
  member: RestoreMember,
): Promise<Pick<Look, 'reader' | 'noReader'>> {
  const roles = readersOf(context.port.settings.postgres?.user ?? null, planOf(context).superuser);
  const target = privateTarget(context, member);
  const rights = await insist(context, () => readReaderRights(on(context, member.name), target, roles));
  if (!rights.ok) {
    const reason = `Which roles there are in the restored data could not be read: ${rights.reason}`;
    return { reader: null, noReader: { reason, command: readerCommand } };
  }
  const found = rights.value.find(({ why }) => why === null);
  if (found !== undefined) return { reader: found.role, noReader: null };
  const refused = rights.value.map(({ role, why }) => ({ role, why: why ?? '' }));
  return { reader: null, noReader: { reason: noReaderReason(refused), command: readerCommand } };
}

function decisionsFor(context: StepContext, member: RestoreMember): Decision[] {
  const { leader, members } = planOf(context);
  const back =
    members.length === 1
      ? 'the old data is restored from the repository, up to where PostgreSQL was stopped'
      : member.name === leader
        ? 'a member that has all of the old data leads'
        : `${leader} leads again with its data as it was`;
  return [
    {
      id: 'accept',
      label: 'Accept',
      detail: `${member.name} is promoted and leads; the others follow it. The point of no return.`,
      needs: null,
      tone: 'go',
    },
    {
      id: 'another_target',
      label: 'Try another target…',
      detail: 'A later one goes on replaying; an earlier one restores again.',
      needs: 'target',
      tone: 'plain',
    },
    {
      id: 'discard',
      label: 'Discard',
      detail: `The cluster is put back: ${back}.`,
      needs: null,
      tone: 'back',
    },
  ];
}

/** One statement in what waits to be looked at, as a role that can only read. */
export async function queryLook(
  context: StepContext,
  member: string,
  { database, sql }: LookQuery,
  { databases, reader, noReader }: Look,
): Promise<LookAnswer> {
  const beganMs = context.clock.nowMs();
  const refuse = (error: string): LookAnswer => ({
    ...{ columns: [], rows: [], truncated: false, error },
    durationMs: context.clock.nowMs() - beganMs,
  });
  if (reader === null) return refuse(noReader?.reason ?? 'There is no role that could ask.');
  if (!databases.some(({ name }) => name === database)) {
    return refuse(
      `There is no database «${database}»; there are ${databases.map(({ name }) => name).join(', ')}.`,
    );
  }
  const refused = notOneQuestion(sql);
  if (refused !== null) return refuse(refused);
  const run = on(context, member);
  const target = privateTarget(context, memberOf(context, member), database);
  // Functions are granted database by database: that it only reads in one says nothing of the next.
  const rights = await readReaderRights(run, target, [reader]);
  if (!rights.ok) return refuse(rights.reason);
  const why = rights.value[0]?.why ?? null;
  if (why !== null) return refuse(noReaderReason([{ role: reader, why: `${why} in ${database}` }]));
  const answer = await askTable(run, { ...target, user: reader }, sql);
  if (!answer.ok) return refuse(plainReason(answer.reason, reader));
  return { ...answer.value, durationMs: context.clock.nowMs() - beganMs, error: null };
}

function plainReason(reason: string, reader: string): string {
  if (/lock timeout/i.test(reason)) {
    return (
      'The query waits for a lock that a transaction at the target holds: its change (a DROP, TRUNCATE or ALTER, say) is ' +
      'already replayed, its commit is not. Aim a little earlier, or accept, to see this table.'
    );
  }
  if (/statement timeout/i.test(reason)) return 'It took longer than 15 s, and was ended.';
  if (/^permission denied/.test(reason)) {
    return `${reason}. Queries run as ${reader}; a member of pg_read_all_data (PostgreSQL 14 and later) reads every table.`;
  }
  return reason;
}
