import { expect, type Locator, type Page } from 'playwright/test';
import { diagnosisSchema } from '@/lib/contract/diagnosis';
import { allPatterns } from '@/lib/domain/diagnosis/patterns/all-patterns';
import type { Lab } from '../lab/lab';
import type { MemberName } from '../lab/members';
import type { Api } from './api';
import { replicasOf, trueLeader } from './cluster-truth';
import { test } from './lab-fixture';
import type { MemberFault } from './member-fault';
import type { FaultRound } from './member-faults';

interface Stage {
  readonly page: Page;
  readonly lab: Lab;
  readonly api: Api;
}

/** Makes each round of faults for real, goes from the page to each cause, mends them, and sees the same pages call the members healthy. */
export function seeEachRound(rounds: readonly FaultRound[]): void {
  for (const round of rounds) {
    const names = round.faults.map(({ name }) => name).join(' and, elsewhere, ');
    test(`${names}: from the page to the cause, and healthy again after the fix`, async ({
      page,
      lab,
      api,
    }) => {
      test.setTimeout(300_000);
      await seeRound({ page, lab, api }, round);
    });
  }
}

interface Made {
  readonly fault: MemberFault;
  readonly member: MemberName;
  /** Once, however often it is called. */
  readonly mend: () => Promise<void>;
}

async function seeRound(stage: Stage, { on, faults }: FaultRound): Promise<void> {
  const { page, lab, api } = stage;
  const { leader } = await trueLeader(lab);
  const members = { replicas: replicasOf(leader), leader: [leader], first: ['node1' as const] }[on];
  const made: Made[] = [];
  try {
    for (const [index, fault] of faults.entries()) {
      const member = members[index];
      if (member === undefined) throw new Error('there are more faults than members for them');
      const undo = await fault.make({ lab, api, member, leader });
      let mending: Promise<void> | null = null;
      const mend = () => {
        mending ??= undo();
        return mending;
      };
      made.push({ fault, member, mend });
    }
    // The one that was made last first: it may be the one that does not last.
    const pages: { member: MemberName; own: Page }[] = [];
    for (const [index, one] of made.toReversed().entries()) {
      const own = index === 0 ? page : await page.context().newPage();
      await comeTo(own, one, made);
      await seeCause({ ...stage, page: own }, one);
      pages.push({ member: one.member, own });
    }
    await Promise.all(made.map(({ mend }) => mend()));
    // The same pages, not opened anew.
    await Promise.all(
      pages.map(async ({ member, own }) => {
        await expect(own.getByText(`${member} is healthy`)).toBeVisible({ timeout: 120_000 });
        await expect(own.locator('[data-cause]')).toHaveCount(0);
      }),
    );
  } finally {
    await Promise.all(made.map(({ mend }) => mend()));
  }
}

function titleOf(cause: string): string {
  const pattern = allPatterns.find(({ id }) => id === cause);
  if (pattern === undefined) throw new Error(`no pattern is called ${cause}`);
  return pattern.title;
}

/** The overview names it before anybody has asked; until Howdah has looked again it may tell what was before. */
function findingOf(page: Page, { fault, member }: Made): Locator {
  const named = page.locator('[data-finding]').filter({ hasText: titleOf(fault.cause) });
  return named.getByRole('link', { name: `Show the cause and the fix: diagnosis of ${member}` }).first();
}

/** From its finding, as somebody comes who was woken by it. */
async function comeTo(page: Page, one: Made, all: readonly Made[]): Promise<void> {
  if (one.fault.hasNoFinding === true) {
    await page.goto(`/clusters/demo/members/${one.member}`);
    await page.getByRole('link', { name: 'Diagnosis', exact: true }).first().click();
  } else {
    await page.goto('/clusters/demo');
    // One fault does not hide another: each is named beside it, by its own cause.
    const named = all.filter(({ fault }) => fault.hasNoFinding !== true);
    for (const each of named) await expect(findingOf(page, each)).toBeVisible({ timeout: 60_000 });
    await findingOf(page, one).click();
  }
  await expect(page.getByRole('heading', { name: `Diagnosis of ${one.member}` })).toBeVisible();
}

async function seeCause({ page, api }: Stage, { fault, member }: Made): Promise<void> {
  const cause = page.locator(`[data-cause="${fault.cause}"]`);
  await expect(cause).toBeVisible({ timeout: 45_000 });
  await expect(cause).toContainText(fault.seen);
  await expect(cause.getByText('What to do')).toBeVisible();
  const found = diagnosisSchema.parse(await api.get(`/api/clusters/demo/members/${member}/diagnosis`));
  const causes = found.causes.map(({ id }) => id);
  test.info().annotations.push({ type: 'causes', description: `${member}: ${causes.join(', ')}` });
  await test.info().attach('diagnosis', { body: JSON.stringify(found), contentType: 'application/json' });
  expect(causes[0], causes.join(', ')).toBe(fault.cause);
  const others = found.causes.filter(({ id, certainty }) => certainty === 'certain' && id !== fault.cause);
  expect(others.map(({ id }) => id)).toEqual([]);
}
