import { describe, expect, it } from 'vitest';
import { sampleContext } from './fixtures/sample-context';
import { sshClientConfig, sshdConfig } from './sshd';

describe('sshd', () => {
  const config = sshdConfig(sampleContext, 'repo');

  it('takes keys only, from the members’ account only, on the host’s own address', () => {
    expect(config).toMatch(/^ListenAddress 127\.0\.0\.14$/m);
    expect(config).toMatch(/^AuthenticationMethods publickey$/m);
    expect(config).toMatch(/^PasswordAuthentication no$/m);
    expect(config).toMatch(/^AllowUsers postgres$/m);
  });

  it('gives commands a PATH with PostgreSQL’s programs, and the mark by which "down" finds them', () => {
    expect(config).toMatch(/^SetEnv HOWDAH_LAB=\/var\/tmp\/lab .*PATH=\/usr\/lib\/postgresql\/15\/bin:/m);
  });

  it('is reached by a client that trusts the lab’s own host keys and no others', () => {
    const client = sshClientConfig(sampleContext);
    expect(client).toMatch(/^Host node1 node2 node3 repo$/m);
    expect(client).toContain('HostName 127.0.0.14');
    expect(client).toContain('StrictHostKeyChecking yes');
    expect(client).toContain('UserKnownHostsFile /var/tmp/lab/ssh/known_hosts');
  });
});
