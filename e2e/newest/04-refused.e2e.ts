import { expect } from 'playwright/test';
import { RestoreDialog } from '../restore-page';
import { blocks } from '../what-blocks';
import { test } from './newest-fixture';
import { trueLeader } from './newest-truth';

test('a restore onto a member that must not lead is refused before anything is touched', async ({
  page,
  lab,
  api,
}) => {
  const before = await trueLeader(lab);
  const latest = { member: 'delta', target: { type: 'latest' }, backup: false };
  const found = await blocks(api, latest);
  expect(found.filter((text) => text.startsWith('nofailover: '))).toHaveLength(1);
  expect(found, 'nothing else is in its way').toHaveLength(1);
  expect(await blocks(api, { ...latest, member: 'charlie' })).toEqual([]);
  await expect(api.startRestore(latest)).rejects.toThrow(/412/);

  const dialog = new RestoreDialog(page, 'quorum');
  await dialog.openFromLink({ target: { type: 'latest' }, timeline: null, set: null, repository: null });
  const delta = dialog.dialog.getByRole('radio', { name: 'delta' });
  await expect(delta).toBeDisabled();
  await expect(delta).toHaveAccessibleDescription(/nofailover/);
  expect(await trueLeader(lab)).toEqual(before);
});
