export function restoreTestsPath(cluster: string): string {
  return `/clusters/${encodeURIComponent(cluster)}/restore-tests`;
}

export function restoreTestPath(cluster: string, id: string): string {
  return `${restoreTestsPath(cluster)}/${encodeURIComponent(id)}`;
}
