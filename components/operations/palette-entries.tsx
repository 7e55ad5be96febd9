'use client';

import { Command } from 'cmdk';
import { Database, Layers, type LucideIcon, Monitor, Moon, Sun } from 'lucide-react';
import type { ReactNode } from 'react';
import { chooseTheme } from '@/components/shell/theme-button';
import { useFleet } from '@/lib/browser/queries';
import type { Health } from '@/lib/contract/snapshot';

/** A titled part of the list. */
export function EntryGroup({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={title}
      className="mb-1 [&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-sm [&_[cmdk-group-heading]]:text-third"
    >
      {children}
    </Command.Group>
  );
}

/** One thing to go to or to do. `value` must be unique in the palette; it is also what is searched. */
export function Entry({
  icon: Icon,
  value,
  hint,
  keywords,
  onSelect,
  children,
}: {
  icon: LucideIcon;
  value: string;
  hint?: ReactNode;
  keywords?: string[];
  onSelect: () => void;
  children: ReactNode;
}) {
  return (
    <Command.Item
      value={value}
      {...(keywords === undefined ? {} : { keywords })}
      onSelect={onSelect}
      className="flex cursor-default select-none items-center gap-2.5 rounded-md px-2.5 py-2 data-[selected=true]:bg-accent-soft"
    >
      <Icon aria-hidden size={16} strokeWidth={1.75} className="shrink-0 text-third" />
      <span className="min-w-0 truncate">{children}</span>
      {hint !== undefined && <span className="ml-auto shrink-0 text-sm text-second">{hint}</span>}
    </Command.Item>
  );
}

const healthText: Record<Health, string> = {
  healthy: 'text-ok',
  degraded: 'text-warn',
  critical: 'text-bad',
  unknown: 'text-second',
};

export function FleetEntries({ current, onGo }: { current: string | null; onGo: (path: string) => void }) {
  const clusters = useFleet().data?.clusters ?? [];
  return (
    <EntryGroup title="Clusters">
      <Entry icon={Layers} value="All clusters" onSelect={() => onGo('/')}>
        All clusters
      </Entry>
      {clusters
        .filter((each) => each.cluster !== current)
        .map((each) => (
          <Entry
            key={each.cluster}
            icon={Database}
            value={`Cluster ${each.cluster}`}
            hint={<span className={healthText[each.health]}>{each.health}</span>}
            onSelect={() => onGo(`/clusters/${encodeURIComponent(each.cluster)}`)}
          >
            {each.cluster}
          </Entry>
        ))}
    </EntryGroup>
  );
}

const themes = [
  { theme: 'light', label: 'Light theme', icon: Sun },
  { theme: 'dark', label: 'Dark theme', icon: Moon },
  { theme: 'system', label: 'Theme of the system', icon: Monitor },
] as const;

export function ThemeEntries({ onDone }: { onDone: () => void }) {
  return (
    <EntryGroup title="Look">
      {themes.map(({ theme, label, icon }) => (
        <Entry
          key={theme}
          icon={icon}
          value={label}
          keywords={['theme', 'appearance']}
          onSelect={() => {
            chooseTheme(theme);
            onDone();
          }}
        >
          {label}
        </Entry>
      ))}
    </EntryGroup>
  );
}
