import { expect } from 'playwright/test';
import { faultsOf } from './axe';
import { complaintsOf, everyPage, openLive } from './every-page';
import { test } from './lab-fixture';
import { noteTransitions } from './transitions';

const viewports = { narrow: { width: 390, height: 844 }, wide: { width: 1440, height: 900 } };

test('every page, light and dark, wide and narrow: no complaint in the console, no fault for axe, nothing to scroll sideways', async ({
  page,
  api,
}) => {
  // What two tests of 150 s were, in one.
  test.setTimeout(300_000);
  const complaints = complaintsOf(page);
  const found: string[] = [];
  for (const { name, path } of await everyPage(api)) {
    await page.setViewportSize(viewports.narrow);
    await openLive(page, path);
    for (const [size, viewport] of Object.entries(viewports)) {
      await page.setViewportSize(viewport);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        const say = (text: string) => found.push(`${name}, ${size}, ${colorScheme}: ${text}`);
        (await faultsOf(page, colorScheme)).forEach(say);
        const beyondPx = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        if (beyondPx > 0) say(`scrolls sideways by ${beyondPx} px`);
        complaints.splice(0).forEach(say);
      }
    }
  }
  expect(found).toEqual([]);
});

test('a change of scheme is there at once, by the system and by the button: nothing fades from one to the other', async ({
  page,
  api,
}) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await openLive(page, `/clusters/${api.cluster}`);
  const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await background();
  const transitions = await noteTransitions(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  const faded = await transitions();
  const dark = await background();
  expect(dark).not.toBe(light);
  const themeButton = page.getByRole('button', { name: /^Theme/ });
  for (const [theme, colour] of [
    ['light', light],
    ['dark', dark],
    ['system', dark],
  ]) {
    await themeButton.click();
    await expect(themeButton).toContainText(`Theme${theme}`);
    faded.push(...(await transitions()));
    expect(await background()).toBe(colour);
  }
  expect(faded).toEqual([]);
});
