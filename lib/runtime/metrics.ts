import { healthSchema, type Snapshot } from '@/lib/contract/snapshot';

interface Metric {
  readonly name: string;
  readonly help: string;
  readonly type: 'gauge' | 'counter';
  readonly values: readonly { readonly labels: Readonly<Record<string, string>>; readonly value: number }[];
}

/** How Howdah itself stands. */
export interface OwnFigures {
  readonly browsers: number;
  readonly isStoreWritable: boolean;
  readonly uncaughtErrors: number;
}

/** The text of `GET /metrics`, in Prometheus' exposition format; a figure that is not known is left out. */
export function metricsText(snapshots: readonly Snapshot[], own: OwnFigures): string {
  const metrics: Metric[] = [
    gauge('howdah_browsers', 'Open live streams.', [{ labels: {}, value: own.browsers }]),
    gauge('howdah_store_writable', 'Whether the last write into the store of Howdah itself was taken.', [
      { labels: {}, value: own.isStoreWritable ? 1 : 0 },
    ]),
    {
      name: 'howdah_uncaught_errors_total',
      help: 'Errors that nobody caught since the start.',
      type: 'counter',
      values: [{ labels: {}, value: own.uncaughtErrors }],
    },
    gauge(
      'howdah_cluster_health',
      'One for the health that the cluster has now, zero for the others.',
      snapshots.flatMap((snapshot) =>
        healthSchema.options.map((health) => ({
          labels: { cluster: snapshot.cluster, health },
          value: snapshot.health === health ? 1 : 0,
        })),
      ),
    ),
    gauge(
      'howdah_member_up',
      'Whether the member serves.',
      snapshots.flatMap((snapshot) =>
        snapshot.members
          .filter((member) => member.condition !== 'unknown')
          .map((member) => ({
            labels: { cluster: snapshot.cluster, member: member.name },
            value: member.condition === 'serving' ? 1 : 0,
          })),
      ),
    ),
    gauge(
      'howdah_member_lag_bytes',
      'WAL that the member has not replayed.',
      snapshots.flatMap((snapshot) =>
        snapshot.members.flatMap((member) =>
          member.lagBytes === null || member.patroni.status !== 'fresh'
            ? []
            : [{ labels: { cluster: snapshot.cluster, member: member.name }, value: member.lagBytes }],
        ),
      ),
    ),
    gauge(
      'howdah_findings',
      'Findings that stand now.',
      snapshots.flatMap((snapshot) =>
        (['critical', 'warning', 'info'] as const).map((severity) => ({
          labels: { cluster: snapshot.cluster, severity },
          value: snapshot.findings.filter((finding) => finding.severity === severity).length,
        })),
      ),
    ),
    gauge(
      'howdah_last_backup_timestamp_seconds',
      'When the newest backup ended.',
      snapshots.flatMap((snapshot) =>
        snapshot.repository.lastBackup === null
          ? []
          : [
              {
                labels: { cluster: snapshot.cluster },
                value: Date.parse(snapshot.repository.lastBackup.endedAt) / 1000,
              },
            ],
      ),
    ),
    gauge(
      'howdah_restore_proven_timestamp_seconds',
      'When a restore test passed last.',
      snapshots.flatMap(({ cluster, restoreTests: { lastPassed } }) =>
        lastPassed === null ? [] : [{ labels: { cluster }, value: Date.parse(lastPassed.at) / 1000 }],
      ),
    ),
    gauge(
      'howdah_route_proven',
      'Whether the newest write or read through the route did what it is for.',
      snapshots.flatMap(({ cluster, routeProofs }) =>
        routeProofs.latest.map(({ target, outcome }) => ({
          labels: { cluster, target },
          value: outcome === 'proven' ? 1 : 0,
        })),
      ),
    ),
  ];
  return metrics.map(text).join('');
}

function gauge(name: string, help: string, values: Metric['values']): Metric {
  return { name, help, type: 'gauge', values };
}

function text({ name, help, type, values }: Metric): string {
  const lines = values.map(({ labels, value }) => {
    const inside = Object.entries(labels).map(([label, word]) => `${label}=${JSON.stringify(word)}`);
    return `${name}${inside.length === 0 ? '' : `{${inside.join(',')}}`} ${value}`;
  });
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.map((line) => `${line}\n`).join('')}`;
}
