import { postgresRuns } from '../disproofs';
import { lastWords } from '../log/postgres-log';
import { type Pattern, present } from '../pattern';

export const dataFolderRights: Pattern = {
  id: 'data-folder-rights',
  title: 'The data folder has the wrong owner or rights',
  short: 'data folder rights',
  meaning:
    'PostgreSQL refuses a data folder that others may enter, and one that is not its own: mode 0700, or 0750 where the group may read. Often a copy, a mount or a chmod left it so.',
  source: {
    title: 'PostgreSQL: creating a database cluster',
    url: 'https://www.postgresql.org/docs/current/creating-cluster.html',
  },
  ruledOutBy: [postgresRuns],
  match({ data, postgresLog, member }) {
    if (data === null || !data.exists) return null;
    const { path, owner, mode, account } = data;
    const isForeign = owner !== null && owner !== account;
    const isOpen = mode !== null && !/^[0-7]?(700|750)$/.test(mode);
    if (!isForeign && !isOpen) return null;
    return {
      certainty: 'certain',
      because: present([
        isForeign && `${path} belongs to ${owner}; PostgreSQL runs as ${account}.`,
        isOpen && `${path} has mode ${mode}; 0700 or 0750 is wanted.`,
        lastWords(postgresLog?.entries ?? [], /data directory .* has (invalid permissions|wrong ownership)/),
      ]),
      fix: 'Give it back its owner and mode; Patroni starts PostgreSQL again by itself.',
      commands: [
        ...(isForeign ? [{ where: member, text: `sudo chown -R ${account} ${path}` }] : []),
        { where: member, text: `${isForeign ? 'sudo ' : ''}chmod 0700 ${path}` },
      ],
    };
  },
};
