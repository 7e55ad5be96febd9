import { shellText } from '../../shell-text';
import { sqlIdentifier } from '../../sql-text';
import { lastLineOf, type Pattern, present, sinceWell } from '../pattern';

const refused =
  /password authentication failed|no password supplied|no pg_hba\.conf entry for replication|role ".*" does not exist/;

export const replicationPassword: Pattern = {
  id: 'replication-password',
  title: 'The replication login is refused by the leader',
  short: 'login refused',
  meaning:
    'The replica cannot receive WAL. A connection that is open goes on, so that a changed password shows only at the next reconnect.',
  source: {
    title: 'Patroni: postgresql.authentication.replication',
    url: 'https://patroni.readthedocs.io/en/latest/yaml_configuration.html',
  },
  match({ replicationLogin, postgresLog, patroni, place }) {
    if (patroni.isLeader || replicationLogin === null || replicationLogin.isIn) return null;
    if (!refused.test(replicationLogin.words)) return null;
    const user = place?.replicationUser ?? 'replicator';
    return {
      certainty: 'certain',
      because: present([
        `Tried just now: ${replicationLogin.words}`,
        lastLineOf(sinceWell(postgresLog), refused),
      ]),
      fix: `Set the password of ${user} on the leader to the one in Patroni’s configuration, on every member the same. Where pg_hba.conf refuses, add the line to Patroni’s pg_hba.`,
      commands: [
        {
          where: patroni.leader ?? 'the leader',
          text: shellText(['psql', '-c', `\\password ${sqlIdentifier(user)}`]),
        },
      ],
    };
  },
};
