import { type Browser, expect, type Page } from 'playwright/test';
import { faultsOf, type Look } from './axe';
import { replicasOf, trueLeader } from './cluster-truth';
import { complaintsOf, everyPage, openLive, pageFiles, type Visit } from './every-page';
import { test } from './lab-fixture';
import { noteTransitions } from './transitions';
import { waitFor } from './wait';

const narrow = { width: 390, height: 844 };
const wide = { width: 1440, height: 900 };
const dialog = '[role="dialog"]';

/** So long a page may take to follow a change of its size, on however slow a machine. */
const restMs = 20_000;

/** How far a page goes beyond its width once it has come to rest: charts are drawn again after a change of size. */
async function beyondPxAtRest(page: Page): Promise<number> {
  const fits = () => document.documentElement.scrollWidth <= document.documentElement.clientWidth;
  await page.waitForFunction(fits, undefined, { timeout: restMs }).catch(() => undefined);
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/**
 * Looks at it wide and narrow, light and dark, and answers what is wrong with it. Colours do not depend on the width,
 * so they are looked at once a scheme.
 */
async function look(page: Page, visit: Visit): Promise<string[]> {
  const { name, path, open, isMissing = false } = visit;
  const complaints = complaintsOf(page);
  const found: string[] = [];
  const part = open === undefined ? undefined : dialog;
  const see = async (size: string, scheme: Look) => {
    const beyondPx = await beyondPxAtRest(page);
    const sideways = beyondPx > 0 ? [`scrolls sideways by ${beyondPx} px`] : [];
    const faults = await faultsOf(page, scheme, part);
    found.push(...[...faults, ...sideways].map((text) => `${name}, ${size}, ${scheme}: ${text}`));
  };
  await page.setViewportSize(wide);
  await page.emulateMedia({ colorScheme: 'light' });
  if (isMissing) expect((await page.goto(path))?.status(), path).toBe(404);
  else await openLive(page, path);
  await open?.(page);
  await see('wide', 'light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await see('wide', 'dark');
  await page.setViewportSize(narrow);
  await see('narrow', 'shape');
  // Chromium itself says of a page that it was answered with 404.
  const ownNews = (text: string) => isMissing && text.includes('404') && text.includes(path);
  found.push(...complaints.filter((text) => !ownNews(text)).map((text) => `${name}: ${text}`));
  return found;
}

/** Two at once, each in a context of its own. One that cannot be looked at hides none of the others. */
async function lookAtAll(browser: Browser, visits: readonly Visit[]): Promise<string[]> {
  const left = [...visits];
  const found: string[] = [];
  const goOn = async () => {
    const context = await browser.newContext();
    for (let visit = left.shift(); visit !== undefined; visit = left.shift()) {
      const { name } = visit;
      const page = await context.newPage();
      found.push(...(await look(page, visit).catch((error: unknown) => [`${name}: ${error}`])));
      await page.close();
    }
    await context.close();
  };
  await Promise.all([goOn(), goOn()]);
  return found;
}

test('every page and dialog, light and dark, wide and narrow: no complaint in the console, no fault for axe, nothing to scroll sideways', async ({
  browser,
  lab,
  api,
}) => {
  // Thirty visits; on a machine with much else to do each takes ten times as long.
  test.setTimeout(900_000);
  const visits = await everyPage(lab, api);
  expect(Object.keys(visits).sort(), 'every page of app/ is looked at').toEqual(pageFiles());
  expect(await lookAtAll(browser, Object.values(visits).flat())).toEqual([]);
});

test('the same of a cluster with a member that is down: what is found, and why', async ({
  browser,
  lab,
  api,
}) => {
  test.setTimeout(600_000);
  const [replica] = replicasOf((await trueLeader(lab)).leader);
  await lab.stop(replica);
  await waitFor('Howdah to find why it is down', 60_000, async () => {
    const { findings } = await api.snapshot();
    return findings.length > 0;
  });
  const base = `/clusters/${api.cluster}`;
  const visits = [
    { name: 'fleet', path: '/' },
    { name: 'overview', path: base },
    { name: 'the member', path: `${base}/members/${replica}` },
    { name: 'its diagnosis', path: `${base}/members/${replica}/diagnosis` },
  ];
  expect(await lookAtAll(browser, visits)).toEqual([]);
});

test.describe('with motion', () => {
  test.use({ contextOptions: { reducedMotion: 'no-preference' } });

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
});
