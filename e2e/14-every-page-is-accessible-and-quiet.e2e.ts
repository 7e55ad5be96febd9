import { expect } from 'playwright/test';
import { faultsOf } from './axe';
import { complaintsOf, everyPage, openLive } from './every-page';
import { test } from './lab-fixture';

const wide = { width: 1440, height: 900 };
const narrow = { width: 390, height: 844 };
for (const colorScheme of ['light', 'dark'] as const) {
  test(`every page in ${colorScheme}, wide and narrow: no complaint in the console, no fault for axe, nothing to scroll sideways`, async ({
    browser,
    baseURL,
    api,
  }) => {
    test.setTimeout(150_000);
    const context = await browser.newContext({ viewport: wide, colorScheme, baseURL: baseURL ?? '' });
    const page = await context.newPage();
    const complaints = complaintsOf(page);
    const found: string[] = [];
    for (const { name, path } of await everyPage(api)) {
      await page.setViewportSize(narrow);
      await openLive(page, path);
      for (const [size, viewport] of Object.entries({ narrow, wide })) {
        await page.setViewportSize(viewport);
        const say = (text: string) => found.push(`${name}, ${size}: ${text}`);
        (await faultsOf(page, colorScheme)).forEach(say);
        const beyondPx = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        if (beyondPx > 0) say(`scrolls sideways by ${beyondPx} px`);
        complaints.splice(0).forEach(say);
      }
    }
    expect(found).toEqual([]);
    await context.close();
  });
}
