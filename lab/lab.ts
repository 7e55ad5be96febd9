import type { AddressBlock } from './address-block';
import { down } from './down';
import { checkedBlock, checkedDir, type LabPlace } from './environment';
import type { Target } from './faults';
import * as faults from './faults';
import type { LabContext } from './lab-context';
import { LabError } from './lab-error';
import { type Layout, layoutOf } from './layout';
import { readMarker, refuseForeignLab } from './marker';
import type { HostName, MemberName } from './members';
import { type Pace, quickestPace } from './pace';
import { patroniUrl } from './patroni';
import { findPrograms } from './programs';
import { type Say, sayNothing } from './progress';
import { psql } from './psql';
import { labPhase } from './running';
import { serviceUser } from './service-user';
import { type LabStatus, status } from './status';
import { up } from './up';

/** One lab, running or not. Faults resolve once the signal or command is out; what the cluster makes of it takes its time. */
export interface Lab {
  readonly layout: Layout;
  readonly block: AddressBlock;
  /** Of Patroni, when the lab was brought up. */
  readonly pace: Pace;
  up(): Promise<'started' | 'already running'>;
  down(): Promise<void>;
  status(): Promise<LabStatus>;
  stop(target: Target): Promise<string>;
  start(target: Target): Promise<string>;
  /** These three answer how many processes the signal went to. */
  kill(member: MemberName): number;
  freeze(member: MemberName): number;
  thaw(member: MemberName): number;
  pauseReplay(member: MemberName): Promise<void>;
  resumeReplay(member: MemberName): Promise<void>;
  dropSocketDir(member: MemberName): void;
  makeSocketDir(member: MemberName): void;
  socketFolderOf(member: MemberName): string;
  addressOf(host: HostName): string;
  patroniUrl(member: MemberName): string;
  /** Runs SQL as the superuser; fields are separated by `|`, rows by newlines. */
  psql(member: MemberName, sql: string, database?: string): Promise<string>;
}

export function openLab(
  place: { readonly dir: string; readonly address?: string; readonly pace?: Pace },
  say: Say = sayNothing,
): Lab {
  return labAt({ dir: checkedDir(place.dir), address: place.address, pace: place.pace ?? quickestPace }, say);
}

export function labAt(place: LabPlace, say: Say): Lab {
  const layout = layoutOf(place.dir);
  refuseForeignLab(layout);
  const existing = readMarker(layout);
  const block = checkedBlock(place.address, existing?.address || undefined);
  // Looked up when needed: "down" must work where programs were removed, and after them their account.
  const context = (): LabContext => ({
    layout,
    block,
    programs: findPrograms(),
    service: serviceUser(existing?.serviceUser),
    pace: place.pace,
  });
  const running = (): LabContext => {
    if (labPhase(layout).phase !== 'running') {
      throw new LabError(`No lab runs in ${layout.root}: start one with "npm run lab -- up"`);
    }
    return context();
  };

  return {
    layout,
    block,
    pace: place.pace,
    up: async () => up(context(), say),
    down: () => down(layout, block, say),
    status: async () => status(context()),
    stop: async (target) => faults.stopTarget(running(), target),
    start: async (target) => faults.startTarget(running(), target),
    kill: (member) => faults.killMember(running(), member),
    freeze: (member) => faults.freezeMember(running(), member),
    thaw: (member) => faults.thawMember(running(), member),
    pauseReplay: async (member) => faults.pauseReplay(running(), member),
    resumeReplay: async (member) => faults.resumeReplay(running(), member),
    dropSocketDir: (member) => faults.dropSocketDir(running(), member),
    makeSocketDir: (member) => faults.makeSocketDir(running(), member),
    socketFolderOf: (member) => layout.members[member].socketFolder,
    addressOf: (host) => block.hosts[host],
    patroniUrl: (member) => patroniUrl(block, member),
    psql: async (member, sql, database) => psql(context(), member, sql, database),
  };
}
