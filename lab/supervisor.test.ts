import { describe, expect, it } from 'vitest';
import { ordinaryContext, sampleContext } from './fixtures/sample-context';
import { parseStates, supervisedPrograms, supervisorConfig } from './supervisor';

describe('the supervisor', () => {
  it('runs every part of the lab', () => {
    expect(supervisedPrograms(sampleContext).map((program) => program.name)).toEqual([
      'etcd',
      'haproxy',
      'sshd-node1',
      'sshd-node2',
      'sshd-node3',
      'sshd-repo',
      'node1',
      'node2',
      'node3',
      'load-writes',
      'load-reads',
    ]);
  });

  it('never brings a killed member back by itself', () => {
    const members = supervisedPrograms(sampleContext).filter((program) => /^node/.test(program.name));
    expect(members).toHaveLength(3);
    for (const member of members) {
      expect(member).toMatchObject({ autorestart: false, autostart: false, startSeconds: 0 });
    }
  });

  it('hands every program to the members’ account when root runs it, and to nobody else otherwise', () => {
    expect(supervisorConfig(sampleContext).match(/^user=postgres$/gm)).toHaveLength(11);
    expect(supervisorConfig(ordinaryContext)).not.toMatch(/^user=/m);
  });

  it('puts no secret on a command line', () => {
    const commands = supervisedPrograms(sampleContext).map((program) => program.command);
    expect(commands.join('\n')).not.toMatch(/passw|secret/i);
  });

  it('is read for the state and process of every program', () => {
    const text = [
      'etcd                             RUNNING   pid 9089, uptime 0:01:02',
      'node1                            EXITED    Nov 23 12:50 PM',
      'load-reads                       STOPPED   Not started',
      'error: <class FileNotFoundError>',
    ].join('\n');
    expect(parseStates(text)).toEqual([
      { name: 'etcd', state: 'running', pid: 9089 },
      { name: 'node1', state: 'exited', pid: undefined },
      { name: 'load-reads', state: 'stopped', pid: undefined },
    ]);
  });
});
