import { describe, expect, it } from 'vitest';
import { evidenceIdSchema } from '@/lib/contract/diagnosis';
import type { PatroniEvidence } from '@/lib/domain/diagnosis/evidence';
import type { HostSettings } from '@/lib/settings/types';
import type { RunHostCommand } from '@/lib/upstream/host/host-command';
import { MemberLook } from './member-look';

const patroni: PatroniEvidence = {
  answers: true,
  trouble: null,
  state: 'streaming',
  isServing: true,
  timeline: 1,
  systemIdentifier: '7',
  isStreaming: true,
  isLeader: false,
  isFollower: true,
  upstream: null,
  leader: 'node2',
  leaderAddress: null,
  leaderTimeline: 1,
  leaderSystemIdentifier: '7',
  isPaused: false,
  lagBytes: 0,
  slot: null,
  archiverError: null,
  isArchivingFailing: false,
  lastArchiveFailure: null,
};
const host: HostSettings = {
  transport: { kind: 'local' },
  pgbackrestConfig: null,
  patroniService: { stop: ['stop'], start: ['start'], status: ['status'] },
  patroniConfig: '/etc/patroni/config.yml',
  patroniLog: '/var/log/patroni.log',
  dataDirectory: null,
};
const config =
  'postgresql:\n  data_dir: /d\n  listen: 10.0.0.1:5432\n' +
  '  authentication:\n    superuser: { username: postgres, password: hush }\n    replication: { username: standby, password: hush }\n' +
  'etcd3: { hosts: [10.0.0.9:2379], username: howdah, password: hush }\n';
const said = (stdout: string, exitCode = 0) => ({
  ok: true as const,
  value: { stdout, stderr: '', exitCode },
  atMs: 1,
});

/** A host that answers what `told` knows; `null` hangs until it is given up. */
function hostThat(told: (argv: readonly string[]) => string | null, patroniConfig = config): RunHostCommand {
  return async (argv, { signal }) => {
    const text = argv[0] === 'cat' ? patroniConfig : told(argv);
    if (text !== null) return said(text);
    await new Promise((resolve) => signal?.addEventListener('abort', resolve));
    return { ok: false, kind: 'timeout', reason: 'no answer within 8 s', atMs: 1 };
  };
}

const stateOf = (look: MemberLook, id: string) =>
  look.shown(look.evidence(patroni)).find((each) => each.id === id)?.state;

async function settled(look: MemberLook, id: string): Promise<void> {
  for (let turn = 0; turn < 200 && stateOf(look, id) === 'waiting'; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('a look at a member', () => {
  it('shows each answer as it comes: one that hangs delays no other', async () => {
    const run = hostThat((argv) =>
      argv[2]?.includes('postmaster.opts') ? null : 'account\tpostgres\nowner\tpostgres\nmode\t700\n',
    );
    const look = new MemberLook({ member: 'node1', host, run, answered: true, isFollower: true });
    const end = look.look();
    await settled(look, 'data');
    expect(stateOf(look, 'data')).toBe('answered');
    expect(stateOf(look, 'postmaster')).toBe('waiting');
    expect(look.endedAtMs).toBeNull();
    look.stop();
    await end;
    expect(stateOf(look, 'postmaster')).toBe('failed');
    expect(look.endedAtMs).not.toBeNull();
  });

  it('keeps no password of Patroni’s configuration', async () => {
    const look = new MemberLook({
      member: 'node1',
      host,
      run: hostThat(() => ''),
      answered: true,
      isFollower: true,
    });
    await look.look();
    const evidence = look.evidence(patroni);
    expect(evidence.place).toMatchObject({
      dataDirectory: '/d',
      listen: [{ address: '10.0.0.1', port: 5432 }],
      replicationUser: 'standby',
    });
    expect(JSON.stringify([evidence, look.shown(evidence)])).not.toContain('hush');
  });

  it('that cannot read Patroni’s configuration quotes nothing of it', async () => {
    const run = hostThat(() => '', `${config}  not: [yaml`);
    const look = new MemberLook({ member: 'node1', host, run, answered: true, isFollower: true });
    await look.look();
    const evidence = look.evidence(patroni);
    expect(evidence.place).toBeNull();
    expect(stateOf(look, 'data')).toBe('failed');
    expect(JSON.stringify([evidence, look.shown(evidence)])).not.toContain('hush');
  });

  it('of a host that is not in the settings asks nothing, and says so', async () => {
    const look = new MemberLook({ member: 'node1', host: null, run: null, answered: true, isFollower: true });
    await look.look();
    expect(stateOf(look, 'service')).toBe('not_asked');
    expect(stateOf(look, 'patroni')).toBe('answered');
  });

  it('says where it does not know where to look, and goes on with the rest', async () => {
    const run: RunHostCommand = async (argv) => (argv[0] === 'cat' ? said('', 1) : said('clock\t1\n'));
    const look = new MemberLook({ member: 'node1', host, run, answered: true, isFollower: true });
    await look.look();
    expect(stateOf(look, 'data')).toBe('failed');
    expect(stateOf(look, 'clock')).toBe('answered');
    const states = look.shown(look.evidence(patroni)).map(({ state }) => state);
    expect(states).toHaveLength(evidenceIdSchema.options.length);
    expect(states).not.toContain('waiting');
  });
});
