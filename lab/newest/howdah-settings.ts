import { stringify } from 'yaml';
import { authorityCertificate } from './certificates';
import { addressOf, type NewestContext } from './context';
import { readsProxy, statisticsUrl, statisticsUser, writesProxy } from './haproxy';
import { patroniLogFolder, restUser } from './patroni';
import { scratchFolder } from './pgbackrest';
import { secretFile } from './secrets';
import { type Cluster, edgeHost, repositoryHost } from './shape';

/** The settings with which Howdah sees this lab as it would see any real clusters. */
export function newestHowdahSettings(context: NewestContext): string {
  return stringify({ clusters: context.shape.clusters.map((cluster) => settingsOf(context, cluster)) });
}

function settingsOf(context: NewestContext, cluster: Cluster): object {
  const { layout } = context;
  const { members } = cluster;
  const ca = authorityCertificate(layout);
  return {
    name: cluster.name,
    lab: true,
    patroni: {
      urls: members.map(({ name }) => patroniUrl(context, name)),
      username: restUser,
      passwordFile: secretFile(layout, 'patroni-rest'),
      ca,
    },
    postgres: { user: 'howdah', passwordFile: secretFile(layout, 'howdah'), sslmode: 'verify-full', ca },
    ...(cluster.hasProxy ? proxySettings(context, cluster) : {}),
    ...(cluster.hasRepository ? repositorySettings(cluster) : {}),
    ssh: { configFile: layout.ssh.config },
    hosts: {
      ...Object.fromEntries(members.map(({ name }) => [name, hostSettings(name)])),
      ...(cluster.hasRepository ? { [repositoryHost]: { ssh: repositoryHost } } : {}),
    },
  };
}

export function patroniUrl(context: NewestContext, member: string): string {
  return `https://${addressOf(context, member)}:8008`;
}

function proxySettings(context: NewestContext, { members }: Cluster): object {
  const { layout } = context;
  return {
    haproxy: [
      {
        name: edgeHost,
        host: addressOf(context, edgeHost),
        stats: statisticsUrl(context),
        username: statisticsUser,
        passwordFile: secretFile(layout, 'haproxy'),
        writes: { proxy: writesProxy, port: 5000 },
        // A port for reads that no replica serves would be a fault.
        ...(members.length > 1 ? { reads: { proxy: readsProxy, port: 5001 } } : {}),
      },
    ],
    probes: {
      user: 'howdah_probe',
      passwordFile: secretFile(layout, 'probe'),
      database: 'app',
      every: '2s',
    },
  };
}

function repositorySettings({ name }: Cluster): object {
  return {
    pgbackrest: { host: repositoryHost, stanza: name },
    restoreTests: {
      host: repositoryHost,
      directory: scratchFolder,
      assertions: [
        {
          name: 'every account is there',
          database: 'app',
          sql: 'select count(*) from account',
          expect: 1000,
        },
      ],
    },
  };
}

function hostSettings(member: string): object {
  const service = (word: string): string[] => ['sudo', '-n', 'supervisorctl', word, 'patroni'];
  return {
    ssh: member,
    patroniService: { stop: service('stop'), start: service('start'), status: service('status') },
    patroniLog: `${patroniLogFolder}/patroni.log`,
  };
}
