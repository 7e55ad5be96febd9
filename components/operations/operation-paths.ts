export function operationsPath(cluster: string): string {
  return `/clusters/${encodeURIComponent(cluster)}/operations`;
}

export function operationPath(cluster: string, id: string): string {
  return `${operationsPath(cluster)}/${encodeURIComponent(id)}`;
}

export function memberPath(cluster: string, member: string): string {
  return `/clusters/${encodeURIComponent(cluster)}/members/${encodeURIComponent(member)}`;
}

export function diagnosisPath(cluster: string, member: string): string {
  return `${memberPath(cluster, member)}/diagnosis`;
}

/** The cluster that a page is about; null on the pages that stand above them. */
export function clusterOfPath(path: string): string | null {
  const name = /^\/clusters\/([^/]+)/.exec(path)?.[1];
  return name === undefined ? null : decodeURIComponent(name);
}
