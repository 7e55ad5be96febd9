import { psqlAt } from '../commands';
import { postgresIsDown, takesWrites, walStreams } from '../disproofs';
import { saidSinceWell } from '../log/postgres-log';
import { type Pattern, present } from '../pattern';

export const slotMissing: Pattern = {
  id: 'slot-missing',
  title: 'Its replication slot does not exist on its upstream',
  short: 'no slot',
  meaning:
    'It asks for WAL by a slot (primary_slot_name) that is not there, and is refused. It lives from the archive alone, and the WAL that it still needs is not kept for it.',
  source: {
    title: 'Patroni: tags, nofailover; use_slots',
    url: 'https://patroni.readthedocs.io/en/latest/replica_bootstrap.html',
  },
  ruledOutBy: [
    takesWrites,
    walStreams,
    postgresIsDown,
    {
      words: 'The slot is there on its upstream now.',
      holds: ({ receiving, patroni }) =>
        receiving?.slotName != null && patroni.upstream?.slots?.includes(receiving.slotName) === true,
    },
  ],
  match(evidence) {
    const { receiving, patroni, postgresLog, member } = evidence;
    const said = saidSinceWell(postgresLog, 'slotMissing');
    const { upstream } = patroni;
    const slotName = receiving?.slotName ?? null;
    const isAbsent = slotName !== null && upstream?.slots != null && !upstream.slots.includes(slotName);
    if (said === null && !isAbsent) return null;
    const isSeen = said?.isSure === true || (said !== null && isAbsent);
    const address = {
      host: upstream?.host ?? receiving?.host ?? null,
      port: upstream?.port ?? receiving?.port ?? null,
    };
    const server = upstream?.name ?? receiving?.host ?? 'its upstream';
    return {
      certainty: isSeen && patroni.isStreaming === false ? 'certain' : 'likely',
      because: present([
        said?.line,
        isAbsent && `${server} has no slot ${slotName} at this moment.`,
        upstream?.isNoFailover === true &&
          upstream.name === patroni.leader &&
          `${server} leads and is tagged nofailover: since 4.0 Patroni keeps no slots there.`,
      ]),
      fix:
        upstream?.isNoFailover === true
          ? `Take the tag nofailover from ${server}’s Patroni configuration and reload it: Patroni makes the slots then.`
          : patroni.isLeader
            ? `Make the slot at ${server}, or name one that is there as primary_slot_name of standby_cluster.`
            : `Patroni makes the slot on ${server} by itself within loop_wait. If it does not, its log there says why: use_slots, max_replication_slots, or ${member} missing from the cluster.`,
      commands: [psqlAt(evidence, { ...address, name: server }, 'table pg_replication_slots')],
    };
  },
};
