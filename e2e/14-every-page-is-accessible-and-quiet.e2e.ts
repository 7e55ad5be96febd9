import { AxeBuilder } from '@axe-core/playwright';
import { expect } from 'playwright/test';
import { complaintsOf, everyPage, openLive } from './every-page';
import { test } from './lab-fixture';

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const wide = { width: 1440, height: 900 };
const narrow = { width: 390, height: 844 };

for (const [size, viewport] of Object.entries({ '1440 px': wide, '390 px': narrow })) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`every page at ${size} in ${colorScheme}: no complaint in the console, no fault for axe, nothing to scroll sideways`, async ({
      browser,
      baseURL,
      api,
    }) => {
      const context = await browser.newContext({ viewport, colorScheme, baseURL: baseURL ?? '' });
      const page = await context.newPage();
      const complaints = complaintsOf(page);
      for (const { name, path } of await everyPage(api)) {
        await test.step(name, async () => {
          await openLive(page, path);
          const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
          const faults = violations.flatMap(({ id, nodes }) =>
            nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary ?? ''}`),
          );
          expect.soft(faults, `axe on ${name}`).toEqual([]);
          const beyondPx = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
          expect.soft(beyondPx, `width that ${name} has too much`).toBeLessThanOrEqual(0);
          expect.soft(complaints.splice(0), `console of ${name}`).toEqual([]);
        });
      }
      await context.close();
    });
  }
}
