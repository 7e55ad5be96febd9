import {
  Activity,
  Archive,
  FlaskConical,
  GitBranch,
  LayoutDashboard,
  type LucideIcon,
  Route,
  ShieldCheck,
} from 'lucide-react';

export interface Place {
  readonly title: string;
  readonly icon: LucideIcon;
  readonly path: string;
  /** Paths below these belong to it too. */
  readonly owns: readonly string[];
}

export function clusterPath(cluster: string): string {
  return `/clusters/${encodeURIComponent(cluster)}`;
}

/** The pages of a cluster, in the order of the navigation. */
export function placesOf(cluster: string): readonly Place[] {
  const base = clusterPath(cluster);
  return [
    {
      title: 'Overview',
      icon: LayoutDashboard,
      path: base,
      owns: [`${base}/members`, `${base}/events`],
    },
    { title: 'Replication', icon: Activity, path: `${base}/replication`, owns: [`${base}/replication`] },
    { title: 'Routing', icon: Route, path: `${base}/routing`, owns: [`${base}/routing`] },
    { title: 'Backups', icon: Archive, path: `${base}/backups`, owns: [`${base}/backups`] },
    {
      title: 'Restore tests',
      icon: ShieldCheck,
      path: `${base}/restore-tests`,
      owns: [`${base}/restore-tests`],
    },
    { title: 'Drills', icon: FlaskConical, path: `${base}/drills`, owns: [`${base}/drills`] },
    { title: 'Operations', icon: GitBranch, path: `${base}/operations`, owns: [`${base}/operations`] },
  ];
}

export function isAt(place: Place, pathname: string): boolean {
  return (
    pathname === place.path || place.owns.some((path) => pathname.startsWith(`${path}/`) || pathname === path)
  );
}
