import type { DcsEndpoint } from '../evidence';
import { lastLineOf, type Pattern, present } from '../pattern';

/** One of several may be down: that is what several are for. */
const mostAreReached = (dcs: readonly DcsEndpoint[]) =>
  dcs.filter(({ isReached }) => isReached).length * 2 >= dcs.length;

export const dcsUnreachable: Pattern = {
  id: 'dcs-unreachable',
  title: 'The configuration store cannot be reached from this host',
  short: 'store unreachable',
  meaning:
    'Patroni knows nobody then: a leader that cannot renew its key demotes itself (unless failsafe_mode is on), and a replica cannot be told whom to follow. It is not a fault of PostgreSQL.',
  source: {
    title: 'Patroni: DCS failsafe mode',
    url: 'https://patroni.readthedocs.io/en/latest/dcs_failsafe_mode.html',
  },
  ruledOutBy: [
    {
      words: 'Half of the store’s addresses, or more, take a connection from this host.',
      holds: ({ dcs }) => dcs !== null && mostAreReached(dcs),
    },
  ],
  match({ dcs, patroniLog, member, place }) {
    if (dcs === null) return null;
    const gone = dcs.filter(({ isReached }) => !isReached);
    const kind = place?.dcsKind ?? 'etcd';
    return {
      certainty: 'certain',
      because: present([
        ...gone.map(
          ({ address, why }) => `${address} was not reached from ${member}: ${why ?? 'no reason given'}.`,
        ),
        lastLineOf((patroniLog ?? []).slice(-50), /etcd|DCS|consul|zookeeper/i),
      ]),
      fix: `See whether ${kind} runs and has a quorum. If it does, the network between it and ${member} is cut. Do not restart Patroni: it comes back by itself.`,
      commands: gone.slice(0, 1).map(({ address }) => ({
        where: member,
        text: kind.startsWith('etcd')
          ? `etcdctl --endpoints=${address} endpoint health`
          : `nc -vz ${address.replace(':', ' ')}`,
      })),
    };
  },
};
