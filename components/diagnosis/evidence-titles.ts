import type { Evidence, EvidenceId } from '@/lib/contract/diagnosis';

export const evidenceTitles: Readonly<Record<EvidenceId, string>> = {
  patroni: 'Patroni’s own word',
  service: 'Patroni’s service',
  patroni_log: 'Patroni’s log',
  postgres_log: 'PostgreSQL’s log',
  postmaster: 'Postmaster',
  socket: 'Socket folder',
  data: 'Data folder',
  control: 'pg_controldata',
  disk: 'Disk',
  ports: 'Ports',
  dcs: 'Configuration store, seen from there',
  clock: 'Clock',
  archiving: 'Archiving',
  slots: 'Slot and retained WAL',
  leader: 'Beside the leader',
  autostart: 'Started at boot',
  receiving: 'Configured to receive WAL from',
  replication_login: 'Replication login',
};

/** How an answer came, in words. */
export function answerWords({ state, durationMs }: Pick<Evidence, 'state' | 'durationMs'>): string {
  if (state === 'waiting') return 'asking…';
  if (state === 'failed') return 'no answer';
  if (state === 'not_asked') return 'not asked';
  return durationMs === null ? 'live' : `answered in ${durationMs} ms`;
}
