import Link from 'next/link';
import { Fragment } from 'react';
import { memberPath } from '@/components/operations/operation-paths';
import { classNames } from '@/components/ui/class-names';
import { nameParts } from './name-parts';

/** A sentence in which each member's name leads to the member. */
export function LinkedText({
  cluster,
  members,
  text,
  look = 'accent',
}: {
  cluster: string;
  members: readonly string[];
  text: string;
  look?: 'accent' | 'ink';
}) {
  return nameParts(text, members).map((part, index) => {
    const key = `${index}:${part.text}`;
    if (!part.isName) return <Fragment key={key}>{part.text}</Fragment>;
    return (
      <Link
        key={key}
        href={memberPath(cluster, part.text)}
        className={classNames(
          'font-semibold hover:underline',
          look === 'accent' ? 'text-accent' : 'text-ink',
        )}
      >
        {part.text}
      </Link>
    );
  });
}
