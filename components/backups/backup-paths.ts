export function backupsPath(cluster: string): string {
  return `/clusters/${encodeURIComponent(cluster)}/backups`;
}

/** The page of one backup. Labels are unique within a repository only. */
export function backupPath(cluster: string, label: string, repository: number | null): string {
  const path = `${backupsPath(cluster)}/${encodeURIComponent(label)}`;
  return repository === null ? path : `${path}?repository=${repository}`;
}
