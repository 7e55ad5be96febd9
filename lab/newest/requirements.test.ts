import { describe, expect, it } from 'vitest';
import { refuseWithoutMeans } from './requirements';

describe('a machine on which the newest parts cannot run', () => {
  it('is told that only root may make namespaces', async () => {
    const machine = { userId: 1000, searchPath: '/usr/bin' };
    await expect(refuseWithoutMeans('/var/tmp/lab', false, machine)).rejects.toThrow(
      /only root may make namespaces.*Run it as root, or leave out "--parts newest"/,
    );
  });

  it('is told every program that is missing with its package, debootstrap only where a root has to be made', async () => {
    const machine = { userId: 0, searchPath: '/nowhere' };
    const said = (isRootMissing: boolean) => refuseWithoutMeans('/var/tmp/lab', isRootMissing, machine);
    await expect(said(true)).rejects.toThrow(
      /unshare {2}\(Debian package util-linux\)[\s\S]*debootstrap {2}\(Debian package debootstrap\)/,
    );
    await expect(said(false)).rejects.toThrow(/^(?![\s\S]*debootstrap)[\s\S]*openssl/);
  });
});
