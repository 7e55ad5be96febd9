import { stringify } from 'yaml';
import { ports } from './address-block';
import { readsProxy, writesProxy } from './haproxy';
import type { LabContext } from './lab-context';
import { clusterName, memberNames, repositoryHost, stanzaName } from './members';
import { patroniUrl, restUser } from './patroni';
import { secretFile } from './secrets';

/** The settings with which Howdah sees this lab as it would see any real cluster. */
export function howdahSettings({ layout, block, programs }: LabContext): string {
  return stringify({
    clusters: [
      {
        name: clusterName,
        patroni: {
          urls: memberNames.map((member) => patroniUrl(block, member)),
          username: restUser,
          passwordFile: secretFile(layout, 'patroni-rest'),
        },
        postgres: {
          user: 'howdah',
          passwordFile: secretFile(layout, 'howdah'),
          database: 'postgres',
        },
        lab: true,
        probes: {
          user: 'howdah_probe',
          passwordFile: secretFile(layout, 'probe'),
          database: 'app',
          every: '2s',
        },
        haproxy: [
          {
            name: 'haproxy',
            host: block.front,
            stats: `http://${block.front}:${ports.statistics}/`,
            writes: { proxy: writesProxy, port: ports.writes },
            reads: { proxy: readsProxy, port: ports.reads },
          },
        ],
        pgbackrest: {
          host: repositoryHost,
          stanza: stanzaName,
          config: layout.repository.pgbackrestConfig,
        },
        restoreTests: {
          host: repositoryHost,
          directory: layout.scratch,
          schedule: '30 3 * * *',
          assertions: [
            {
              name: 'every account is there',
              database: 'app',
              sql: 'select count(*) from account',
              expect: 1000,
            },
          ],
        },
        ssh: { configFile: layout.ssh.config },
        hosts: {
          ...Object.fromEntries(
            memberNames.map((member) => [
              member,
              {
                ssh: member,
                pgbackrestConfig: layout.members[member].pgbackrestConfig,
                // What sudo and systemctl are on a real host.
                patroniService: {
                  stop: [programs.supervisorctl, '-c', layout.supervisor.config, 'stop', member],
                  start: [programs.supervisorctl, '-c', layout.supervisor.config, 'start', member],
                  status: [programs.supervisorctl, '-c', layout.supervisor.config, 'status', member],
                },
                patroniConfig: layout.members[member].patroniConfig,
                patroniLog: `${layout.logs}/${member}.log`,
              },
            ]),
          ),
          [repositoryHost]: { ssh: repositoryHost },
        },
      },
    ],
  });
}
