export function drillsPath(cluster: string): string {
  return `/clusters/${encodeURIComponent(cluster)}/drills`;
}

export function drillPath(cluster: string, id: string): string {
  return `${drillsPath(cluster)}/${encodeURIComponent(id)}`;
}
