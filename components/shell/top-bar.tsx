'use client';

import { Command } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { openCommandPalette } from '@/components/operations/command-palette';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { ClusterSwitcher } from './cluster-switcher';
import { Logo } from './logo';
import { isAt, placesOf } from './places';

/** The navigation of narrow screens: where one is, and the cluster's pages in one row. */
export function TopBar({ cluster }: { cluster: string | null }) {
  const pathname = usePathname();
  return (
    <header className="sticky top-0 z-30 border-line border-b bg-background md:hidden">
      <div className="flex items-center gap-2 px-3 pt-2 pb-2">
        <Link href="/" aria-label="All clusters" className="flex size-9 shrink-0 items-center justify-center">
          <Logo size={22} />
        </Link>
        <div className="min-w-0 flex-1">
          {cluster === null ? (
            <span className="font-semibold">Howdah</span>
          ) : (
            <ClusterSwitcher cluster={cluster} />
          )}
        </div>
        <Button variant="plain" iconOnly aria-label="Commands" onClick={openCommandPalette}>
          <Command aria-hidden size={16} strokeWidth={1.75} />
        </Button>
      </div>
      {cluster !== null && (
        <nav aria-label="Pages" className="flex overflow-x-auto px-1.5">
          {placesOf(cluster).map((place) => (
            <Link
              key={place.path}
              href={place.path}
              aria-current={isAt(place, pathname) ? 'page' : undefined}
              className={classNames(
                'flex h-10 flex-1 items-center justify-center border-b-2 px-2 whitespace-nowrap',
                isAt(place, pathname)
                  ? 'border-b-accent font-semibold text-ink'
                  : 'border-b-transparent text-second',
              )}
            >
              {place.title}
            </Link>
          ))}
        </nav>
      )}
    </header>
  );
}
