import { expect, type Locator, type Page } from 'playwright/test';

/** The page of one operation as a person sees it. */
export class OperationPage {
  readonly outcome: Locator;
  readonly steps: Locator;

  constructor(readonly page: Page) {
    this.outcome = page.getByRole('region', { name: 'Outcome' });
    this.steps = page.getByRole('region', { name: 'Steps' }).getByRole('listitem');
  }

  /** Waits until a confirmed change leads here, and answers its id. */
  async arrive(): Promise<string> {
    await this.page.waitForURL(/\/operations\/[0-9a-f-]{36}$/);
    await expect(this.steps.first()).toBeVisible();
    return this.page.url().split('/').at(-1) ?? '';
  }

  /** Title and state of each step, as `Check again: done`. */
  async look(): Promise<string[]> {
    return this.page.evaluate(() => {
      const steps = [...document.querySelectorAll('section')].find(
        (section) => section.querySelector('h2')?.textContent === 'Steps',
      );
      return [...(steps?.querySelectorAll('li') ?? [])].flatMap((step) => {
        const title = step.querySelector('h3');
        const state = title?.nextElementSibling;
        return title === null || title === undefined
          ? []
          : [`${title.textContent}: ${state?.textContent ?? ''}`];
      });
    });
  }
}
