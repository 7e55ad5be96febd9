import { join } from 'node:path';
import { consecutiveAddresses } from '../address-block';
import { LabError } from '../lab-error';
import type { Pace } from '../pace';
import { edgeHost, hostsOf, type Shape } from './shape';

/** What every part of one lab of the newest parts is written and run with. */
export interface NewestContext {
  readonly layout: NewestLayout;
  readonly shape: Shape;
  /** One address a host, in the order of `hostsOf`. */
  readonly addresses: ReadonlyMap<string, string>;
  readonly pace: Pace;
  /** The file system that every host is an overlay of. */
  readonly root: string;
}

/** Where everything of one lab lies on the machine; paths inside of hosts are the ordinary ones. */
export interface NewestLayout {
  readonly root: string;
  readonly marker: string;
  readonly howdahSettings: string;
  readonly logs: string;
  readonly secrets: string;
  readonly authority: string;
  readonly ssh: { readonly folder: string; readonly config: string; readonly knownHosts: string };
}

export interface HostFolders {
  readonly folder: string;
  /** What the host has of its own, above the root that it shares. */
  readonly upper: string;
  readonly work: string;
  readonly merged: string;
}

export const domain = 'howdah.test';
export const postgresVersion = 18;

export function newestLayoutOf(root: string): NewestLayout {
  const ssh = join(root, 'ssh');
  return {
    root,
    marker: join(root, '.howdah-lab'),
    howdahSettings: join(root, 'howdah.yaml'),
    logs: join(root, 'log'),
    secrets: join(root, 'secrets'),
    authority: join(root, 'authority'),
    ssh: { folder: ssh, config: join(ssh, 'config'), knownHosts: join(ssh, 'known_hosts') },
  };
}

export function hostFolders(layout: NewestLayout, host: string): HostFolders {
  const folder = join(layout.root, 'hosts', host);
  return {
    folder,
    upper: join(folder, 'upper'),
    work: join(folder, 'work'),
    merged: join(folder, 'merged'),
  };
}

export function addressesOf(shape: Shape, firstAddress: string): Map<string, string> {
  const hosts = hostsOf(shape);
  const addresses = consecutiveAddresses(firstAddress, hosts.length);
  return new Map(hosts.map((host, index) => [host, addresses[index] ?? '']));
}

export function addressOf(
  { addresses, shape }: Pick<NewestContext, 'addresses' | 'shape'>,
  host: string,
): string {
  const address = addresses.get(host);
  if (address === undefined) throw new LabError(`The shape "${shape.name}" has no host "${host}"`);
  return address;
}

/** A host's name in the lab's own network; HAProxy and pgBackRest know it by this. */
export function fullName(host: string): string {
  return `${host}.${domain}`;
}

export function etcdEndpoint(): string {
  return `${fullName(edgeHost)}:2379`;
}
