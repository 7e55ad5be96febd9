import { shellText } from '../../shell-text';
import { lastLineOf, type Pattern, present } from '../pattern';

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
  match({ dcs, patroniLog, member, place }) {
    if (dcs === null || dcs.length === 0) return null;
    const gone = dcs.filter(({ isReached }) => !isReached);
    // One of several may be down: that is what several are for.
    if (gone.length <= dcs.length / 2) return null;
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
          ? shellText(['etcdctl', `--endpoints=${address}`, 'endpoint', 'health'])
          : shellText(['nc', '-vz', ...address.split(/:(?=\d+$)/)]),
      })),
    };
  },
};
