'use client';

import type { LucideIcon } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';

export const navItemClass =
  'flex h-8 w-full items-center gap-2.5 rounded-md px-2.5 text-second hover:bg-sunk hover:text-ink';

export function NavLink({
  href,
  icon: Icon,
  current,
  aside,
  children,
}: {
  href: string;
  icon: LucideIcon;
  current: boolean;
  /** A count or a key, at the right. */
  aside?: ReactNode;
  children: ReactNode;
}) {
  return (
    <Link
      href={href}
      aria-current={current ? 'page' : undefined}
      className={classNames(navItemClass, current && 'bg-sunk font-semibold text-ink')}
    >
      <Icon aria-hidden size={16} strokeWidth={1.75} className="shrink-0" />
      <span>{children}</span>
      {aside !== undefined && aside !== null && (
        <span className="ml-auto text-sm font-normal text-third">{aside}</span>
      )}
    </Link>
  );
}
