import { chmodSync, chownSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import type { Layout } from './layout';
import type { MemberName } from './members';
import type { ServiceUser } from './service-user';

/** PostgreSQL's account may not write the parent, as it may not write /var/run. */
const closedToOwner = 0o555;

export function makeSocketFolder(layout: Layout, service: ServiceUser, member: MemberName): void {
  const { socketParent, socketFolder } = layout.members[member];
  if (existsSync(socketFolder)) return;
  withOpenParent(socketParent, () => {
    mkdirSync(socketFolder, { mode: 0o755 });
    if (service.differs) chownSync(socketFolder, service.userId, service.groupId);
  });
}

export function dropSocketFolder(layout: Layout, member: MemberName): void {
  const { socketParent, socketFolder } = layout.members[member];
  withOpenParent(socketParent, () => rmSync(socketFolder, { recursive: true, force: true }));
}

/** An ordinary user's lab has one account for everything, so there the mode alone keeps the parent closed. */
function withOpenParent(socketParent: string, change: () => void): void {
  chmodSync(socketParent, 0o755);
  try {
    change();
  } finally {
    chmodSync(socketParent, closedToOwner);
  }
}
