import { psqlAt } from '../commands';
import { takesWrites, walStreams } from '../disproofs';
import type { MemberEvidence } from '../evidence';
import { readMessage } from '../log/messages';
import { lastWords, sinceWell } from '../log/postgres-log';
import { type Pattern, present } from '../pattern';

export const replicationPassword: Pattern = {
  id: 'replication-password',
  title: 'The replication login is refused',
  short: 'login refused',
  meaning:
    'It cannot receive WAL. A connection that is open goes on, so that a changed password shows only at the next reconnect.',
  source: {
    title: 'Patroni: postgresql.authentication.replication',
    url: 'https://patroni.readthedocs.io/en/latest/yaml_configuration.html',
  },
  ruledOutBy: [
    takesWrites,
    walStreams,
    {
      words: 'The login with its own primary_conninfo was let in just now.',
      holds: ({ replicationLogin }) => replicationLogin?.isIn === true,
    },
    {
      words: 'Its primary_conninfo names another server than the one that it is to follow.',
      holds: asksAnother,
    },
  ],
  match(evidence) {
    const { replicationLogin, receiving, postgresLog, patroni, place } = evidence;
    if (replicationLogin === null) return null;
    // The server's own words, in its language; what psql says by itself, such as «no password supplied», is no refusal.
    const [, words] = /(?:^psql|failed|server): [^:]+:\s+(.*)/.exec(replicationLogin.words) ?? [];
    const refusal = words === undefined ? null : readMessage(words);
    if (refusal?.id !== 'loginRefused' && refusal?.id !== 'hbaRefused') return null;
    const user = receiving?.user ?? place?.replicationUser ?? 'replicator';
    const server = patroni.upstream?.name ?? receiving?.host ?? 'the server that it follows';
    const address = { host: receiving?.host ?? null, port: receiving?.port ?? null };
    // A role and its password are the leader's to change; pg_hba.conf is each server's own.
    const writer =
      patroni.upstream === null || patroni.leader === null || patroni.leaderAddress === null
        ? { ...address, name: server }
        : { ...patroni.leaderAddress, name: patroni.leader };
    return {
      certainty: 'certain',
      because: present([
        `Tried just now at ${server}: ${replicationLogin.words}`,
        lastWords(sinceWell(postgresLog), /password authentication failed|no pg_hba\.conf entry/),
      ]),
      ...(refusal.id === 'hbaRefused'
        ? {
            fix: `Let ${user} in by the pg_hba section of ${server}’s Patroni configuration; Patroni writes pg_hba.conf from it.`,
            commands: [psqlAt(evidence, { ...address, name: server }, 'table pg_hba_file_rules')],
          }
        : {
            fix: `Compare the password of ${user} in Patroni’s configuration here with the other members’. Where it differs, correct it here and reload Patroni. Where it is the same everywhere, set the role’s password to it on ${writer.name}.`,
            commands: [psqlAt(evidence, writer, `\\password ${user}`)],
          }),
    };
  },
};

/** Patroni writes it; where it could not, on a full file system, the old one names somebody else. */
function asksAnother({ receiving, patroni: { upstream } }: MemberEvidence): boolean {
  if (upstream === null || receiving?.host == null) return false;
  return receiving.host !== upstream.host || (receiving.port ?? 5432) !== (upstream.port ?? 5432);
}
