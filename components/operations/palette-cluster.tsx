'use client';

import { useQuery } from '@tanstack/react-query';
import {
  Archive,
  ArchiveX,
  ArrowLeftRight,
  CalendarX2,
  CirclePlay,
  CircleStop,
  DatabaseBackup,
  FlaskConical,
  GitBranch,
  History,
  RefreshCw,
  ScanSearch,
  Server,
  ShieldCheck,
  Stethoscope,
} from 'lucide-react';
import { placesOf } from '@/components/shell/places';
import { Moment } from '@/components/ui/time';
import { ask } from '@/lib/browser/api';
import { useOperations, useSnapshot } from '@/lib/browser/queries';
import { queryKeys } from '@/lib/browser/query-keys';
import { statusWord } from '@/lib/domain/operation-words';
import { isForceWanted } from '@/lib/domain/reinitialize';
import { anyRestore } from '@/lib/domain/restore-words';
import type { DialogRequest } from './operation-dialog';
import { diagnosisPath, memberPath, operationPath } from './operation-paths';
import { Entry, EntryGroup } from './palette-entries';

interface Ways {
  readonly cluster: string;
  readonly onGo: (path: string) => void;
  readonly onAsk: (request: DialogRequest) => void;
}

const recent = 6;

/** What can be done with and seen of the cluster that is open. */
export function ClusterEntries({ cluster, onGo, onAsk }: Ways) {
  return (
    <>
      <Actions cluster={cluster} onGo={onGo} onAsk={onAsk} />
      <EntryGroup title={`Pages of ${cluster}`}>
        {placesOf(cluster).map((place) => (
          <Entry key={place.title} icon={place.icon} value={place.title} onSelect={() => onGo(place.path)}>
            {place.title}
          </Entry>
        ))}
      </EntryGroup>
      <Members cluster={cluster} onGo={onGo} />
      <RecentOperations cluster={cluster} onGo={onGo} />
      <RecentBackups cluster={cluster} onGo={onGo} />
    </>
  );
}

function Actions({ cluster, onGo, onAsk }: Ways) {
  const snapshot = useSnapshot(cluster).data;
  const others = (snapshot?.members ?? []).filter((member) => member.name !== snapshot?.leader);
  return (
    <EntryGroup title="Do">
      <Entry
        icon={ArrowLeftRight}
        value="Switch over"
        onSelect={() => onAsk({ dialog: 'switchover', cluster })}
      >
        Switch over…
      </Entry>
      {others.map(({ name }) => (
        <Entry
          key={`to ${name}`}
          icon={ArrowLeftRight}
          value={`Switch over to ${name}`}
          onSelect={() => onAsk({ dialog: 'switchover', cluster, candidate: name })}
        >
          Switch over to {name}…
        </Entry>
      ))}
      <Entry
        icon={History}
        value="Restore the cluster"
        keywords={['point in time', 'pitr', 'recover', 'undo']}
        onSelect={() => onAsk({ dialog: 'restore', cluster, begun: anyRestore })}
      >
        Restore the cluster…
      </Entry>
      {snapshot?.restoreTests.configured === true && (
        <Entry
          icon={ShieldCheck}
          value="Test a restore"
          keywords={['scratch', 'prove', 'backup']}
          onSelect={() =>
            onAsk({
              dialog: 'restore_test',
              cluster,
              begun: { ...anyRestore, target: { type: 'latest' } },
            })
          }
        >
          Test a restore…
        </Entry>
      )}
      <Entry
        icon={FlaskConical}
        value="Run a drill"
        keywords={['experiment', 'outage', 'chaos', 'load', 'test']}
        onSelect={() => onAsk({ dialog: 'drill', cluster })}
      >
        Run a drill…
      </Entry>
      {others.map(({ name, ...own }) => (
        <Entry
          key={`reinitialize ${name}`}
          icon={RefreshCw}
          value={`Reinitialize ${name}`}
          keywords={['restore one standby']}
          onSelect={() =>
            onAsk({
              dialog: 'plan',
              cluster,
              kind: 'reinitialize',
              input: { member: name, force: isForceWanted(own) },
            })
          }
        >
          Reinitialize {name}…
        </Entry>
      ))}
      {(snapshot?.members ?? []).map(({ name, patroni }) => (
        <Entry
          key={`service ${name}`}
          icon={patroni.status === 'fresh' ? CircleStop : CirclePlay}
          value={patroni.status === 'fresh' ? `Stop ${name}` : `Start ${name}`}
          keywords={['maintenance', 'service', 'patroni']}
          onSelect={() =>
            onAsk({
              dialog: 'plan',
              cluster,
              kind: patroni.status === 'fresh' ? 'stop_member' : 'start_member',
              input: { member: name },
            })
          }
        >
          {patroni.status === 'fresh' ? `Stop ${name}…` : `Start ${name}…`}
        </Entry>
      ))}
      {(snapshot?.members ?? []).map(({ name }) => (
        <Entry
          key={`diagnosis ${name}`}
          icon={Stethoscope}
          value={`Diagnose ${name}`}
          keywords={['why', 'down', 'log', 'cause']}
          onSelect={() => onGo(diagnosisPath(cluster, name))}
        >
          Diagnose {name}
        </Entry>
      ))}
      {snapshot !== undefined && snapshot.repository.reading.status !== 'not_configured' && (
        <RepositoryEntries cluster={cluster} isEmpty={snapshot.repository.backupCount === 0} onAsk={onAsk} />
      )}
      {snapshot?.scheduledSwitchover != null && (
        <Entry
          icon={CalendarX2}
          value="Call off the scheduled switchover"
          keywords={['cancel']}
          onSelect={() => onAsk({ dialog: 'plan', cluster, kind: 'cancel_switchover', input: {} })}
        >
          Call off the scheduled switchover…
        </Entry>
      )}
    </EntryGroup>
  );
}

const repositoryKinds = [
  { kind: 'check', title: 'Check the archive', icon: Stethoscope },
  { kind: 'verify', title: 'Verify the repository', icon: ScanSearch },
  { kind: 'expire', title: 'Expire old sets', icon: ArchiveX },
] as const;

function RepositoryEntries({ cluster, isEmpty, onAsk }: Omit<Ways, 'onGo'> & { readonly isEmpty: boolean }) {
  return (
    <>
      <Entry
        icon={DatabaseBackup}
        value="Back up now"
        keywords={['pgbackrest', 'full', 'differential', 'incremental', 'backup']}
        onSelect={() => onAsk({ dialog: 'backup', cluster, type: isEmpty ? 'full' : 'incr' })}
      >
        Back up now…
      </Entry>
      {repositoryKinds.map(({ kind, title, icon }) => (
        <Entry
          key={kind}
          icon={icon}
          value={title}
          keywords={['pgbackrest', 'backup']}
          onSelect={() => onAsk({ dialog: 'plan', cluster, kind, input: {} })}
        >
          {title}…
        </Entry>
      ))}
    </>
  );
}

function Members({ cluster, onGo }: Omit<Ways, 'onAsk'>) {
  const members = useSnapshot(cluster).data?.members ?? [];
  if (members.length === 0) return null;
  return (
    <EntryGroup title="Members">
      {members.map((member) => (
        <Entry
          key={member.name}
          icon={Server}
          value={`Member ${member.name}`}
          keywords={[member.host]}
          hint={`${member.roleWord}, ${member.state}`}
          onSelect={() => onGo(memberPath(cluster, member.name))}
        >
          {member.name}
        </Entry>
      ))}
    </EntryGroup>
  );
}

function RecentOperations({ cluster, onGo }: Omit<Ways, 'onAsk'>) {
  const operations = useOperations(cluster).data?.pages[0]?.operations.slice(0, recent) ?? [];
  if (operations.length === 0) return null;
  return (
    <EntryGroup title="Recent operations">
      {operations.map((operation) => (
        <Entry
          key={operation.id}
          icon={GitBranch}
          value={`${operation.title} ${operation.createdAt}`}
          hint={
            <>
              {statusWord(operation.status).word}, <Moment at={operation.createdAt} />
            </>
          }
          onSelect={() => onGo(operationPath(cluster, operation.id))}
        >
          {operation.title}
        </Entry>
      ))}
    </EntryGroup>
  );
}

function RecentBackups({ cluster, onGo }: Omit<Ways, 'onAsk'>) {
  const { data } = useQuery({
    queryKey: [...queryKeys.allBackups(cluster), 'recent'],
    queryFn: ({ signal }) => ask('backups', { path: { cluster }, query: { limit: 50 }, signal }),
    staleTime: 15_000,
  });
  const newest = [...(data?.backups ?? [])]
    .sort((one, other) => Date.parse(other.endedAt) - Date.parse(one.endedAt))
    .slice(0, recent);
  if (newest.length === 0) return null;
  return (
    <EntryGroup title="Recent backups">
      {newest.map((backup) => (
        <Entry
          key={`${backup.repository} ${backup.label}`}
          icon={Archive}
          value={`Backup ${backup.label} in repository ${backup.repository}`}
          hint={
            <>
              {backup.type}, <Moment at={backup.endedAt} />
            </>
          }
          onSelect={() =>
            onGo(`/clusters/${encodeURIComponent(cluster)}/backups/${encodeURIComponent(backup.label)}`)
          }
        >
          <span className="mono">{backup.label}</span>
        </Entry>
      ))}
    </EntryGroup>
  );
}
