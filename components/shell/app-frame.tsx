'use client';

import type { ReactNode } from 'react';
import { CommandPalette } from '@/components/operations/command-palette';
import { LiveProvider } from '@/lib/browser/live';
import { LiveClock } from './live-clock';
import { Sidebar } from './sidebar';
import { TopBar } from './top-bar';

/** What surrounds every page: navigation, the live stream, the command palette. `cluster` null: the pages above clusters. */
export function AppFrame({
  cluster,
  renderedAtMs,
  children,
}: {
  cluster: string | null;
  renderedAtMs: number;
  children: ReactNode;
}) {
  return (
    <LiveProvider cluster={cluster} renderedAtMs={renderedAtMs}>
      <LiveClock renderedAtMs={renderedAtMs}>
        <a
          href="#main"
          className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-lg focus:border focus:border-line-strong focus:bg-panel focus:px-3 focus:py-2"
        >
          Skip to the content
        </a>
        <div className="md:grid md:grid-cols-[208px_minmax(0,1fr)]">
          <TopBar cluster={cluster} />
          <Sidebar cluster={cluster} />
          <main
            id="main"
            tabIndex={-1}
            className="mx-auto w-full max-w-[1680px] min-w-0 px-3 py-4 outline-none max-md:pb-24 md:px-7"
          >
            {children}
          </main>
        </div>
        <CommandPalette />
      </LiveClock>
    </LiveProvider>
  );
}
