import { patronictlHere } from '../commands';
import { takesWrites, walStreams } from '../disproofs';
import { saidSinceWell } from '../log/postgres-log';
import { type Pattern, present } from '../pattern';

export const otherSystem: Pattern = {
  id: 'other-system',
  title: 'Its data belongs to another cluster',
  short: 'another cluster’s data',
  meaning:
    'The system identifier differs from that of the cluster that it is to follow: this data was initialized apart, or restored from another cluster. It can never follow.',
  source: {
    title: 'Patroni: system ID mismatch',
    url: 'https://patroni.readthedocs.io/en/latest/existing_data.html',
  },
  ruledOutBy: [takesWrites, walStreams],
  match(evidence) {
    const { control, patroni, replicationLogin, postgresLog, member } = evidence;
    const own = control?.['Database system identifier'] ?? null;
    // A standby leader leads its cluster, and follows another one: that one's it must have.
    const wanted =
      replicationLogin?.systemIdentifier ?? (patroni.isLeader ? null : patroni.leaderSystemIdentifier);
    if (own === null || wanted === null || own === wanted) return null;
    return {
      certainty: 'certain',
      because: present([
        `It is ${own} here, ${wanted} on ${patroni.upstream?.name ?? 'the server that it is to follow'}.`,
        saidSinceWell(postgresLog, 'otherSystem')?.line,
      ]),
      fix: 'Save this data if anybody needs it, then reinitialize the member.',
      commands: [patronictlHere(evidence, 'reinit', member)],
    };
  },
};
