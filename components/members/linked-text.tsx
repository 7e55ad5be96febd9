import Link from 'next/link';
import { Fragment } from 'react';
import { memberPath } from '@/components/operations/operation-paths';
import { nameParts } from './name-parts';

/** A sentence in which each member's name leads to the member. */
export function LinkedText({
  cluster,
  members,
  text,
}: {
  cluster: string;
  members: readonly string[];
  text: string;
}) {
  return nameParts(text, members).map((part, index) => {
    const key = `${index}:${part.text}`;
    if (!part.isName) return <Fragment key={key}>{part.text}</Fragment>;
    return (
      <Link
        key={key}
        href={memberPath(cluster, part.text)}
        className="font-semibold text-accent hover:underline"
      >
        {part.text}
      </Link>
    );
  });
}
