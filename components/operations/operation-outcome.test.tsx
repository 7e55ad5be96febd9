import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { type Operation, operationSchema } from '@/lib/contract/operations';
import { NeedsPerson, OperationOutcome } from './operation-outcome';

function operation(changes: Partial<Operation>): Operation {
  return {
    ...operationSchema.parse({
      id: 'op-1',
      cluster: 'orders',
      kind: 'switchover',
      title: 'Switch over to node1',
      status: 'succeeded',
      createdAt: '2026-11-22T22:00:00.000Z',
      endedAt: '2026-11-22T22:00:06.000Z',
      currentStep: null,
      summary: 'node1 leads on timeline 11; 2 members follow.',
      input: {},
      reason: null,
      requestedBy: 'linh',
      checks: [],
      commands: [],
      steps: [],
      result: {
        summary: 'node1 leads on timeline 11; 2 members follow.',
        facts: { leader: 'node1', timeline: 11, leaderlessMs: 1900 },
      },
      error: null,
      needsPerson: null,
      gate: null,
      cancellable: false,
    }),
    ...changes,
  };
}

const markup = (changes: Partial<Operation>) =>
  renderToStaticMarkup(<OperationOutcome operation={operation(changes)} />);

describe('the outcome', () => {
  it('is what the cluster said, with what was measured', () => {
    const html = markup({});
    expect(html).toContain('node1 leads on timeline 11; 2 members follow.');
    expect(html).toContain('No leader for');
    expect(html).toContain('1.9 s');
    expect(html).toContain('text-ok');
  });

  it('of a restore tells moments in the viewer’s zone, and nothing that is kept for the next operation', () => {
    const html = markup({
      result: {
        summary: 'node2 leads.',
        facts: {
          target: '2026-11-22 10:32:10.250+00',
          undoAvailable: true,
          restoreBytesPerSecond: 1_200_000,
        },
      },
    });
    expect(html).toContain('dateTime="2026-11-22T10:32:10.250Z"');
    expect(html).toContain('1.2 MB/s');
    expect(html).not.toMatch(/undo/i);
  });

  it('is nothing while the operation runs or waits', () => {
    expect(markup({ status: 'running', endedAt: null })).toBe('');
    expect(markup({ status: 'waiting', endedAt: null })).toBe('');
  });

  it('that is not known is neither good nor bad', () => {
    const html = markup({ status: 'unknown', result: null, error: 'Patroni did not answer.' });
    expect(html).toContain('does not know');
    expect(html).toContain('Patroni did not answer.');
    expect(html).not.toContain('text-ok');
    expect(html).not.toContain('text-bad');
  });

  it('of a failure says why, and what stood there before it', () => {
    const html = markup({ status: 'failed', error: 'no good candidates have been found' });
    expect(html).toContain('Failed');
    expect(html).toContain('no good candidates have been found');
    expect(html).not.toContain('text-ok');
  });
});

describe('what needs a person', () => {
  it('is said with the host and the next command', () => {
    const html = renderToStaticMarkup(
      <NeedsPerson needed={{ message: 'node3 did not start.', host: 'node3', command: 'patronictl list' }} />,
    );
    expect(html).toContain('node3 did not start.');
    expect(html).toContain('Next, on node3:');
    expect(html).toContain('patronictl list');
  });
});
