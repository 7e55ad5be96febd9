import { describe, expect, it } from 'vitest';
import { accountIn } from './host-files';
import { mirrorOf, rootPath, rootsFolder } from './root';

describe('the root of the hosts', () => {
  it('is kept outside of the checkout, where the environment says, under a name for what is in it', () => {
    expect(rootsFolder({} as NodeJS.ProcessEnv)).toBe('/var/cache/howdah-lab');
    expect(rootsFolder({ HOWDAH_LAB_ROOTS: '/srv/roots' } as unknown as NodeJS.ProcessEnv)).toBe(
      '/srv/roots',
    );
    expect(rootPath('/srv/roots')).toMatch(/^\/srv\/roots\/sid-[0-9a-f]{12}$/);
  });

  it('comes from the mirror of Debian that apt has, not from its security archive nor from others', () => {
    const targets = [
      'NodeSource|http://node.example.test/deb',
      'Debian|http://security.example.test/debian-security',
      'Debian|http://mirror.example.test/debian',
    ];
    expect(mirrorOf(targets.join('\n'))).toBe('http://mirror.example.test/debian');
    expect(mirrorOf('')).toBeUndefined();
  });

  it('says which accounts its files may have', () => {
    const passwd = 'root:x:0:0:root:/root:/bin/bash\npostgres:x:101:104::/var/lib/postgresql:/bin/bash\n';
    expect(accountIn(passwd, 'postgres')).toEqual({ userId: 101, groupId: 104 });
    expect(() => accountIn(passwd, 'pgbackrest')).toThrow(/no account "pgbackrest"/);
  });
});
