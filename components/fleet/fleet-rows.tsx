import { Badge } from '@/components/ui/badge';
import { Age } from '@/components/ui/time';
import type { FleetCluster } from '@/lib/contract/snapshot';
import { FleetBackup, FleetLag, FleetLeader, FleetMembers, FleetName } from './fleet-figures';

const cell = 'px-3 py-3 align-top first:pl-4 last:pr-4';
const head = 'px-3 py-2.5 text-left text-sm font-medium text-second first:pl-4 last:pr-4';

export function FleetRows({ clusters }: { clusters: readonly FleetCluster[] }) {
  return (
    <>
      <table className="hidden w-full @min-[860px]:table">
        <caption className="sr-only">Clusters, worst first</caption>
        <thead>
          <tr className="border-line border-b">
            <th scope="col" className={head}>
              Cluster
            </th>
            <th scope="col" className={head}>
              Verdict
            </th>
            <th scope="col" className={head}>
              Leader
            </th>
            <th scope="col" className={head}>
              Members
            </th>
            <th scope="col" className={`${head} text-right`}>
              Worst lag
            </th>
            <th scope="col" className={`${head} text-right`}>
              Last backup
            </th>
          </tr>
        </thead>
        <tbody>
          {clusters.map((cluster) => (
            // The whole row is the link's; links inside it lie above.
            <tr
              key={cluster.cluster}
              data-cluster={cluster.cluster}
              className="relative border-line border-b last:border-b-0 hover:bg-sunk [&_a]:z-10 [&_td_a]:relative"
            >
              <th scope="row" className={`${cell} text-left font-normal`}>
                <FleetName cluster={cluster} />
              </th>
              <td className={`${cell} max-w-96 min-w-48 pt-3.5`}>
                <Verdict cluster={cluster} />
              </td>
              <td className={`${cell} pt-3.5`}>
                <FleetLeader cluster={cluster} />
              </td>
              <td className={`${cell} pt-3.5`}>
                <FleetMembers cluster={cluster} />
              </td>
              <td className={`${cell} pt-3.5 text-right`}>
                <FleetLag cluster={cluster} />
              </td>
              <td className={`${cell} pt-3.5 text-right`}>
                <FleetBackup cluster={cluster} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <ul className="@min-[860px]:hidden">
        {clusters.map((cluster) => (
          <li
            key={cluster.cluster}
            className="relative flex flex-col gap-2 border-line border-t px-4 py-3 first:border-t-0"
          >
            <FleetName cluster={cluster} />
            <Verdict cluster={cluster} />
            <div className="relative z-10 w-fit">
              <FleetMembers cluster={cluster} />
            </div>
            <dl className="flex flex-wrap gap-x-5 gap-y-1 text-sm [&_a]:relative [&_a]:z-10 [&_dt]:mr-1.5 [&_dt]:inline [&_dt]:text-second [&_dd]:inline">
              <div>
                <dt>leader</dt>
                <dd>
                  <FleetLeader cluster={cluster} />
                </dd>
              </div>
              <div>
                <dt>worst lag</dt>
                <dd>
                  <FleetLag cluster={cluster} />
                </dd>
              </div>
              <div>
                <dt>last backup</dt>
                <dd>
                  <FleetBackup cluster={cluster} />
                </dd>
              </div>
            </dl>
          </li>
        ))}
      </ul>
    </>
  );
}

function Verdict({ cluster }: { cluster: FleetCluster }) {
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <span className={cluster.verdict.tone === 'ok' ? 'text-second' : 'font-medium'}>
        {cluster.verdict.title}
      </span>
      {cluster.reading.status === 'unreachable' && cluster.reading.lastAt !== null && (
        <span className="text-sm text-third">
          last known <Age at={cluster.reading.lastAt} /> ago
        </span>
      )}
      {cluster.paused && <Badge tone="warn">paused</Badge>}
      {cluster.operation !== null && <Badge tone="accent-soft">{cluster.operation.title}</Badge>}
    </span>
  );
}
