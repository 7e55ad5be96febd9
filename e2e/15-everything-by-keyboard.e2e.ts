import { expect, type Page } from 'playwright/test';
import { replicasOf, trueLeader } from './cluster-truth';
import { test } from './lab-fixture';
import { OverviewPage } from './overview-page';

/** Tabs on until what has the focus is named so; a person gives up at some point too. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let pressed = 0; pressed < 60; pressed++) {
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : [];
      return [
        element?.getAttribute('aria-label') ?? '',
        element?.textContent ?? '',
        ...labels.map((label) => label.textContent),
      ]
        .join(' ')
        .trim();
    });
    if (name.test(focused)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`the keyboard does not reach ${name}`);
}

test('the switchover dialog: opened, a candidate chosen, scheduled, all by keyboard', async ({
  page,
  lab,
}) => {
  const { leader } = await trueLeader(lab);
  await new OverviewPage(page).open();
  await tabTo(page, /^Switch over…$/);
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  const candidates = dialog.getByRole('radio');
  // Whoever is best when the first can take over is chosen, wherever that one stands.
  const chosen = candidates.and(dialog.locator(':checked'));
  await expect(chosen).toHaveCount(1);
  const first = await chosen.getAttribute('id');
  // The focus is in the dialog, and cannot leave it.
  await tabTo(page, new RegExp(`^(${replicasOf(leader).join('|')})`));
  await page.keyboard.press('ArrowDown');
  await expect(chosen).toHaveCount(1);
  await expect(chosen).not.toHaveAttribute('id', first ?? '');
  await tabTo(page, /^at a time…$/);
  await page.keyboard.press('Space');
  await tabTo(page, /When to switch over/);
  await tabTo(page, /^Schedule a switchover/);
  const confirm = dialog.getByRole('button', { name: /^Schedule a switchover/ });
  await expect(confirm).toBeEnabled();
  await expect(confirm).toBeFocused();
  for (let pressed = 0; pressed < 20; pressed++) {
    await page.keyboard.press('Tab');
    expect(await dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true);
  }
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('button', { name: 'Switch over…' })).toBeFocused();
});

test('the palette: a page, a member and an action by keyboard', async ({ page, lab }) => {
  const { leader } = await trueLeader(lab);
  const [replica] = replicasOf(leader);
  await new OverviewPage(page).open();

  await page.keyboard.press('Control+k');
  const search = page.getByRole('combobox');
  await expect(search).toBeFocused();
  await page.keyboard.type('backups');
  await expect(page.getByRole('option').first()).toContainText('Backups');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/clusters\/demo\/backups$/);

  await page.keyboard.press('Meta+k');
  await expect(search).toBeFocused();
  await page.keyboard.type(`member ${replica}`);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/members/${replica}$`));

  await page.keyboard.press('Control+k');
  await expect(search).toBeFocused();
  await page.keyboard.type(`switch over to ${replica}`);
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('radio', { name: replica })).toBeChecked();
  await expect(dialog.getByRole('button', { name: `Switch over to ${replica}` })).toBeEnabled();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});
