export function operationsPath(cluster: string): string {
  return `/clusters/${encodeURIComponent(cluster)}/operations`;
}

export function operationPath(cluster: string, id: string): string {
  return `${operationsPath(cluster)}/${encodeURIComponent(id)}`;
}

export function memberPath(cluster: string, member: string): string {
  return `/clusters/${encodeURIComponent(cluster)}/members/${encodeURIComponent(member)}`;
}
