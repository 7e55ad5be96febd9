import { expect, type Page } from 'playwright/test';
import { diagnosisSchema } from '@/lib/contract/diagnosis';
import { allPatterns } from '@/lib/domain/diagnosis/patterns/all-patterns';
import type { Lab } from '../lab/lab';
import type { Api } from './api';
import { replicasOf, trueLeader } from './cluster-truth';
import { test } from './lab-fixture';
import type { MemberFault } from './member-faults';

interface Stage {
  readonly page: Page;
  readonly lab: Lab;
  readonly api: Api;
}

/** Makes each fault for real, goes from the page to its cause, mends it, and sees the same page call the member healthy. */
export function seeEachFault(faults: readonly MemberFault[]): void {
  for (const [index, fault] of faults.entries()) {
    test(`${fault.name}: from the page to the cause, and healthy again after the fix`, async ({
      page,
      lab,
      api,
    }) => {
      test.setTimeout(240_000);
      await seeFault({ page, lab, api }, fault, index);
    });
  }
}

function titleOf(cause: string): string {
  const pattern = allPatterns.find(({ id }) => id === cause);
  if (pattern === undefined) throw new Error(`no pattern is called ${cause}`);
  return pattern.title;
}

async function seeFault({ page, lab, api }: Stage, fault: MemberFault, index: number): Promise<void> {
  const { leader } = await trueLeader(lab);
  // In turns, so that the faults of one do not hide those of the next.
  const replica = replicasOf(leader)[index % 2] ?? leader;
  const member = { replica, leader, first: 'node1' as const }[fault.on ?? 'replica'];
  const mend = await fault.make({ lab, api, member, leader });
  let mended = false;
  try {
    // From its finding, as somebody comes who was woken by it.
    const hasFinding = fault.hasNoFinding !== true;
    await page.goto(hasFinding ? '/clusters/demo' : `/clusters/demo/members/${member}`);
    if (hasFinding) {
      // The overview names it before anybody has asked; until Howdah has looked again it may tell what was before.
      const named = page.locator('[data-finding]').filter({ hasText: titleOf(fault.cause) });
      const link = named.getByRole('link', { name: `Show the cause and the fix: diagnosis of ${member}` });
      await expect(link.first()).toBeVisible({ timeout: 60_000 });
      await link.first().click();
    } else await page.getByRole('link', { name: 'Diagnosis', exact: true }).first().click();
    await expect(page.getByRole('heading', { name: `Diagnosis of ${member}` })).toBeVisible();
    const cause = page.locator(`[data-cause="${fault.cause}"]`);
    await expect(cause).toBeVisible({ timeout: 45_000 });
    await expect(cause).toContainText(fault.seen);
    await expect(cause.getByText('What to do')).toBeVisible();
    test.info().annotations.push({
      type: 'causes',
      description: (
        await page
          .locator('[data-cause]')
          .evaluateAll((all) => all.map((each) => (each as HTMLElement).dataset.cause))
      ).join(', '),
    });
    const found = diagnosisSchema.parse(await api.get(`/api/clusters/demo/members/${member}/diagnosis`));
    await test.info().attach('diagnosis', { body: JSON.stringify(found), contentType: 'application/json' });
    const [first] = found.causes;
    expect(first?.id, JSON.stringify(found.causes.map(({ id }) => id))).toBe(fault.cause);

    await mend();
    mended = true;
    // The same page, not opened anew.
    await expect(page.getByText(`${member} is healthy`)).toBeVisible({ timeout: 120_000 });
    await expect(page.locator('[data-cause]')).toHaveCount(0);
  } finally {
    if (!mended) await mend();
  }
}
