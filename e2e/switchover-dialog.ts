import { expect, type Locator, type Page } from 'playwright/test';

/** The dialog behind "Switch over…". */
export class SwitchoverDialog {
  readonly dialog: Locator;
  readonly candidates: Locator;

  constructor(readonly page: Page) {
    this.dialog = page.getByRole('dialog');
    this.candidates = this.dialog.getByRole('radio');
  }

  async open(): Promise<void> {
    await this.page.getByRole('button', { name: 'Switch over…' }).click();
    await expect(this.candidates.first()).toBeVisible();
  }

  candidate(name: string): Locator {
    return this.dialog.getByRole('radio', { name });
  }

  /** The filled button, which names what it will do. */
  confirm(name: string | RegExp): Locator {
    return this.dialog.getByRole('button', { name });
  }
}
