import { expect, it } from 'vitest';
import { sshFailure } from './failure';

it.each([
  ['ssh: Could not resolve hostname node9: Name or service not known', 'unresolvable'],
  ['ssh: connect to host 127.0.0.1 port 9: Connection refused', 'refused'],
  ['ssh: connect to host 10.0.0.9 port 22: Connection timed out', 'timeout'],
  ['Connection timed out during banner exchange\nConnection to 127.0.0.11 port 2222 timed out', 'timeout'],
  ['Timeout, server node1 not responding.', 'timeout'],
  ['ssh: connect to host 10.0.0.9 port 22: No route to host', 'refused'],
  ['postgres@node1: Permission denied (publickey).', 'authentication'],
  [
    'No ED25519 host key is known for node1 and you have requested strict checking.\nHost key verification failed.',
    'authentication',
  ],
  ['@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\nHost key verification failed.', 'authentication'],
  ['kex_exchange_identification: Connection closed by remote host', 'connection_lost'],
  ["Can't open user config file /nope: No such file or directory", 'other'],
  ['', 'other'],
])('understands %j as %s', (stderr, kind) => {
  expect(sshFailure('ssh node1', stderr).kind).toBe(kind);
});

it('tells a changed host key from an unknown one', () => {
  expect(
    sshFailure('ssh node1', 'REMOTE HOST IDENTIFICATION HAS CHANGED\nHost key verification failed.').why,
  ).toContain('not the one in known_hosts');
  expect(sshFailure('ssh node1', 'Host key verification failed.').why).toContain(': ssh node1');
});

it('shows what it does not know as it is', () => {
  expect(sshFailure('ssh node1', 'Bad owner or permissions on /root/.ssh/config\n').why).toBe(
    'Bad owner or permissions on /root/.ssh/config',
  );
});
