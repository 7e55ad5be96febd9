import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright/test';

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** What a colour scheme can change. */
const colourRules = ['color-contrast', 'link-in-text-block'];

/** Waits until nothing moves any more but what moves for ever, such as a skeleton. */
export async function untilAtRest(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    document.getAnimations().every((animation) => {
      const isEndless = animation.effect?.getComputedTiming().endTime === Infinity;
      return isEndless || animation.playState !== 'running';
    }),
  );
}

/** In `light` everything is looked for, in `dark` what a colour scheme can change, for `shape` what it cannot. */
export type Look = 'light' | 'dark' | 'shape';

/** Every violation of a page that has come to rest, or of one part of it. */
export async function faultsOf(page: Page, look: Look, part?: string): Promise<string[]> {
  await untilAtRest(page);
  // The older way leaves out frames, of which Howdah has none, and takes half the time: it opens no second page.
  const axe = new AxeBuilder({ page }).setLegacyMode();
  if (part !== undefined) axe.include(part);
  if (look === 'dark') axe.withRules(colourRules);
  else axe.withTags(rules);
  if (look === 'shape') axe.disableRules(colourRules);
  const { violations } = await axe.analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary ?? ''}`),
  );
}
