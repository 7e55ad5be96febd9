import { describe, expect, it } from 'vitest';
import { sampleSnapshot } from '@/lib/domain/fixtures/snapshot';
import type { Answer, FailureKind } from '@/lib/upstream/answer';
import type { PatroniChange } from '@/lib/upstream/patroni/change';
import { VirtualClock } from '../../fixtures/virtual-clock';
import type { StepContext } from '../../kind';
import type { RestoreMember } from './memory';
import { copyAnew, insist, stopPatroni } from './tools';

const member: RestoreMember = {
  name: 'node2',
  url: 'http://node2:8008',
  dataDirectory: '/data',
  binDirectory: '/bin',
  configFile: null,
  port: 5432,
  socketDirectory: '/run',
  stop: ['systemctl', 'stop', 'patroni'],
  start: ['systemctl', 'start', 'patroni'],
};

function failed(kind: FailureKind, reason: string) {
  return { ok: false as const, kind, reason, atMs: 0 };
}

/** A step with a member whose Patroni answers, and says of itself, what is given: one after the other, the last for ever. */
function stage(parts: {
  patroni?: readonly Answer<unknown>[];
  reinitialize?: readonly Pick<PatroniChange, 'outcome' | 'text'>[];
}) {
  const clock = new VirtualClock();
  const commands: string[] = [];
  const logged: string[] = [];
  const asked = { reinitialize: 0, patroni: 0 };
  const nextOf = <Item>(list: readonly Item[] | undefined, index: number): Item | undefined =>
    list?.[Math.min(index, (list?.length ?? 1) - 1)];
  const context = {
    clock,
    signal: new AbortController().signal,
    port: {
      settings: { patroni: {}, hosts: { node2: { patroniConfig: '/etc/patroni/config.yml' } } },
      snapshot: () => sampleSnapshot(),
    },
    hosts: {
      has: () => true,
      run: async (_host: string, argv: readonly string[]) => {
        commands.push(argv.join(' '));
        return { ok: true, value: { exitCode: 0, stdout: '', stderr: '' }, atMs: 0 };
      },
    },
    patroni: {
      readMember: async () => nextOf(parts.patroni, asked.patroni++),
      postReinitialize: async () => ({ ...nextOf(parts.reinitialize, asked.reinitialize++), atMs: 0 }),
    },
    log: (text: string) => logged.push(text),
  } as unknown as StepContext;
  /** What comes of it, while time goes on. */
  const outcome = async (work: Promise<unknown>): Promise<string> => {
    let told: string | null = null;
    work.then(
      () => {
        told = 'done';
      },
      (error: Error) => {
        told = error.message;
      },
    );
    await clock.reach(() => told !== null);
    return told ?? '';
  };
  return { context, clock, commands, logged, asked, outcome };
}

const alive: Answer<unknown> = { ok: true, value: {}, atMs: 0 };
const gone = failed('refused', 'node2 refused the connection');

describe('stopping Patroni', () => {
  it('waits for one that is still stopping, as after the kill of a Howdah that had asked for it', async () => {
    const { context, commands, asked, outcome } = stage({
      patroni: [alive, failed('timeout', 'no answer'), gone],
    });
    expect(await outcome(stopPatroni(context, member))).toBe('done');
    expect(asked.patroni).toBe(3);
    expect(commands).toEqual(['systemctl stop patroni']);
  });

  it('is not called done while it answers', async () => {
    const { context, outcome } = stage({ patroni: [alive] });
    expect(await outcome(stopPatroni(context, member))).toBe(
      'Patroni on node2 was not stopped: it still answers.',
    );
  });
});

describe('a question that is lost', () => {
  it('is asked again', async () => {
    const { context, outcome } = stage({});
    const answers = [failed('connection_lost', 'the connection was closed'), alive];
    expect(await outcome(insist(context, async () => answers.shift() ?? alive))).toBe('done');
    expect(answers).toEqual([]);
  });

  it.each<[FailureKind, number]>([
    ['connection_lost', 16],
    ['command_failed', 1],
  ])('is given up: %s', async (kind, times) => {
    const { context, outcome } = stage({});
    let asked = 0;
    await outcome(
      insist(context, async () => {
        asked += 1;
        return failed(kind, 'no');
      }),
    );
    expect(asked).toBe(times);
  });
});

describe('a copy made anew', () => {
  it('is asked for again while Patroni is busy with the member', async () => {
    const { context, logged, asked, outcome } = stage({
      reinitialize: [
        { outcome: 'refused', text: 'restart already in progress' },
        { outcome: 'refused', text: 'restart already in progress' },
        { outcome: 'done', text: 'reinitialize started' },
      ],
    });
    expect(await outcome(copyAnew(context, member))).toBe('done');
    expect(asked.reinitialize).toBe(3);
    expect(logged.map((text) => text.replace(/^.*says: /, ''))).toEqual([
      'restart already in progress',
      'reinitialize started',
    ]);
  });

  it('is never asked for twice when it may have begun', async () => {
    const { context, asked, outcome } = stage({ reinitialize: [{ outcome: 'unknown', text: 'no answer' }] });
    expect(await outcome(copyAnew(context, member))).toBe('done');
    expect(asked.reinitialize).toBe(1);
  });

  it('that Patroni refuses is a matter for a person, with its words', async () => {
    const { context, outcome } = stage({ reinitialize: [{ outcome: 'refused', text: 'no leader' }] });
    expect(await outcome(copyAnew(context, member))).toBe('node2 is not copied anew: no leader');
  });
});
