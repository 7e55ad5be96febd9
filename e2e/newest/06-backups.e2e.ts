import { expect } from 'playwright/test';
import { z } from 'zod';
import { operationSchema } from '@/lib/contract/operations';
import type { NewestLab } from '../../lab/newest/newest-lab';
import type { Api } from '../api';
import { BackupsPage } from '../backups-page';
import { OperationPage } from '../operation-page';
import { untilEnded } from '../restored';
import { test } from './newest-fixture';
import { onMember } from './newest-truth';

const infoSchema = z.array(
  z.object({
    backup: z.array(
      z.object({
        label: z.string(),
        type: z.string(),
        database: z.object({ 'repo-key': z.number() }),
        annotation: z.record(z.string(), z.string()).optional(),
      }),
    ),
  }),
);

/** What pgBackRest itself lists, by repository; oldest first. */
async function trueBackups(lab: NewestLab) {
  const asked = 'runuser -u pgbackrest -- pgbackrest --stanza=quorum --output=json info';
  const info = (await onMember(lab, 'repo', asked)).replaceAll(/"system-id":\d+/g, '"system-id":0');
  return infoSchema.parse(JSON.parse(info))[0]?.backup ?? [];
}

async function start(api: Api, kind: string, input: unknown): Promise<string> {
  return operationSchema.parse(await api.post('/api/clusters/quorum/operations', { kind, input })).id;
}

test('a backup into each repository is the one that pgBackRest lists there, and the repositories are as they were written', async ({
  page,
  lab,
  api,
}) => {
  const backups = new BackupsPage(page, 'quorum');
  await backups.open();
  await backups.openBackup('Differential', 'to the encrypted one');
  await backups.dialog.getByRole('button', { name: 'repo2', exact: true }).click();
  await backups.confirm(/^Take a differential backup/).click();
  const operation = new OperationPage(page);
  const second = await untilEnded(api, await operation.arrive());
  expect(second.status, second.error ?? '').toBe('succeeded');
  await expect(operation.outcome).toContainText(String(second.result?.facts.label));

  const input = { type: 'incr', repository: 1, annotation: 'to the first' };
  const first = await untilEnded(api, await start(api, 'backup', input));
  expect(first.status, first.error ?? '').toBe('succeeded');

  const there = await trueBackups(lab);
  const listed = (label: unknown, key: number) =>
    there.find((one) => one.label === label && one.database['repo-key'] === key);
  expect(listed(second.result?.facts.label, 2)).toMatchObject({
    type: 'diff',
    annotation: { comment: 'to the encrypted one' },
  });
  expect(listed(first.result?.facts.label, 1)).toMatchObject({ type: 'incr' });

  for (const kind of ['check', 'verify']) {
    const ended = await untilEnded(api, await start(api, kind, {}));
    expect(ended.status, `${kind}: ${ended.error ?? ended.summary}`).toBe('succeeded');
  }
});
