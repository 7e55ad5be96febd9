import { describe, expect, it } from 'vitest';
import type { LabStatus } from './status';
import { statusText } from './status-text';

const running: LabStatus = {
  phase: 'running',
  root: '/var/tmp/lab',
  startedAt: '2026-01-01T00:00:00.000Z',
  programs: [{ name: 'node1', pid: 17, state: 'frozen', address: '127.0.0.11:5432, 8008' }],
  members: [{ name: 'node1', role: 'leader', state: 'running', timeline: 3, lag: undefined }],
  routes: { writes: ['node1'], reads: [] },
  lastBackup: {
    label: '20260101-000000F',
    type: 'full',
    sizeBytes: 31_000_000,
    stoppedAt: new Date('2026-01-01T00:00:00Z'),
  },
};

describe('the status', () => {
  it('says what runs, what Patroni and HAProxy say, and how old the last backup is', () => {
    const text = statusText(running, new Date('2026-01-01T00:10:00Z'));
    expect(text).toMatch(/^node1 +17 +frozen +127\.0\.0\.11:5432, 8008$/m);
    expect(text).toMatch(/^node1 +leader +running +3$/m);
    expect(text).toMatch(/writes to node1$/m);
    expect(text).toMatch(/reads {2}to nobody$/m);
    expect(text).toMatch(/20260101-000000F \(full, 31\.0 MB\), 10 min ago$/);
  });

  it('says which part does not answer instead of failing', () => {
    const text = statusText({ ...running, members: undefined, routes: undefined, lastBackup: undefined });
    expect(text).toMatch(/No member of the cluster answers/);
    expect(text).toMatch(/HAProxy does not answer/);
    expect(text).toMatch(/Last backup: none/);
  });

  it('tells how to clear away a lab that was killed', () => {
    expect(statusText({ ...running, phase: 'broken' })).toMatch(/npm run lab -- down/);
  });
});
