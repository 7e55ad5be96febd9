'use client';

import { Command, Layers } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { openCommandPalette } from '@/components/operations/command-palette';
import { useFleet, useSnapshot } from '@/lib/browser/queries';
import { ClusterSwitcher } from './cluster-switcher';
import { Logo } from './logo';
import { NavLink, navItemClass } from './nav-link';
import { isAt, placesOf } from './places';
import { ThemeButton } from './theme-button';

export function Sidebar({ cluster }: { cluster: string | null }) {
  const pathname = usePathname();
  const clusterCount = useFleet().data?.clusters.length;
  return (
    <aside className="sticky top-0 hidden h-dvh flex-col border-line border-r px-2.5 py-4 md:flex">
      <Link href="/" className="mb-3 flex items-center gap-2.5 px-2 py-0.5 text-[15px] font-semibold">
        <Logo />
        Howdah
      </Link>
      {cluster !== null && <ClusterSwitcher cluster={cluster} />}
      <nav aria-label="Pages" className="mt-3 flex flex-1 flex-col gap-0.5">
        {cluster !== null && <ClusterLinks cluster={cluster} pathname={pathname} />}
        <div className="mt-auto flex flex-col gap-0.5">
          <NavLink href="/" icon={Layers} current={pathname === '/'} aside={clusterCount}>
            All clusters
          </NavLink>
          <ThemeButton className={navItemClass} />
          <button type="button" className={navItemClass} onClick={openCommandPalette}>
            <Command aria-hidden size={16} strokeWidth={1.75} className="shrink-0" />
            <span>Commands</span>
            <kbd className="ml-auto text-third">⌘K</kbd>
          </button>
        </div>
      </nav>
    </aside>
  );
}

function ClusterLinks({ cluster, pathname }: { cluster: string; pathname: string }) {
  const backupCount = useSnapshot(cluster).data?.repository.backupCount;
  return placesOf(cluster).map((place) => (
    <NavLink
      key={place.path}
      href={place.path}
      icon={place.icon}
      current={isAt(place, pathname)}
      aside={place.title === 'Backups' ? backupCount : undefined}
    >
      {place.title}
    </NavLink>
  ));
}
