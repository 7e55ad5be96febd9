import type { Page } from 'playwright/test';

/**
 * Notes every transition that the page begins from now on, however short; what is answered takes out those noted so
 * far. The events say it: a look at the running ones would miss what has ended before it.
 */
export async function noteTransitions(page: Page): Promise<() => Promise<string[]>> {
  const noted = await page.evaluateHandle(() => {
    const list: string[] = [];
    document.addEventListener('transitionrun', ({ propertyName, target }) => {
      const what = target instanceof Element ? target.outerHTML.slice(0, 100) : '';
      list.push(`${propertyName} of ${what}`);
    });
    return list;
  });
  return () =>
    noted.evaluate(async (list) => {
      // Styles are computed for the first frame, and the events of their transitions come with the second.
      for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
      return list.splice(0);
    });
}
