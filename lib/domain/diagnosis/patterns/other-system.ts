import { shellText } from '../../shell-text';
import type { Pattern } from '../pattern';

export const otherSystem: Pattern = {
  id: 'other-system',
  title: 'Its data belongs to another cluster',
  short: 'another cluster’s data',
  meaning:
    'The system identifier differs from the leader’s: this data was initialized apart, or restored from another cluster. It can never follow.',
  source: {
    title: 'Patroni: system ID mismatch',
    url: 'https://patroni.readthedocs.io/en/latest/existing_data.html',
  },
  match({ control, patroni, member }) {
    const own = control?.['Database system identifier'] ?? null;
    if (own === null || patroni.leaderSystemIdentifier === null || own === patroni.leaderSystemIdentifier)
      return null;
    return {
      certainty: 'certain',
      because: [`It is ${own} here, ${patroni.leaderSystemIdentifier} on ${patroni.leader}.`],
      fix: 'Save this data if anybody needs it, then reinitialize the member.',
      commands: [{ where: member, text: shellText(['patronictl', 'reinit', 'CLUSTER', member]) }],
    };
  },
};
