import type { Operation } from '@/lib/contract/operations';

/** What the button that stops an operation says, and what comes of pressing it. */
export function stopWords({ kind, stopMeans }: Pick<Operation, 'kind' | 'stopMeans'>): {
  readonly label: string;
  readonly title: string;
} {
  switch (stopMeans) {
    case 'leaves':
      return {
        label: 'Stop watching',
        title: 'The cluster goes on by itself. Howdah stops looking and says how things stand.',
      };
    case 'puts_back':
      return kind === 'restore'
        ? { label: 'Stop, and put the cluster back', title: 'As it was before the restore.' }
        : { label: 'Cancel this operation', title: 'What it has begun is stopped and cleared away.' };
    default:
      return { label: 'Cancel this operation', title: 'Nothing was changed yet.' };
  }
}
