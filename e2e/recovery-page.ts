import { expect, type Locator, type Page } from 'playwright/test';

/** The recovery timeline on the backups page, as a person uses it. */
export class RecoveryTimelinePage {
  readonly panel: Locator;
  /** The cursor: pointer and keyboard move it, a screen reader hears it. */
  readonly cursor: Locator;
  readonly field: Locator;
  readonly restore: Locator;

  constructor(
    readonly page: Page,
    readonly cluster = 'demo',
  ) {
    this.panel = page.getByRole('region', { name: 'Recovery timeline' });
    this.cursor = this.panel.getByRole('slider', { name: 'Moment to restore to' });
    this.field = this.panel.getByRole('textbox', { name: 'Restore to' });
    this.restore = this.panel.getByRole('button', { name: 'Restore to this point…' });
  }

  async open(): Promise<void> {
    await this.page.goto(`/clusters/${this.cluster}/backups`);
    await expect(this.cursor).toBeVisible({ timeout: 30_000 });
  }

  /** Drawn parts: `wal`, `gap`, `backup`, `fork`, `leader_change`, `restorable`, `now`, `cursor`, `hover`. */
  drawn(part: string): Locator {
    return this.cursor.locator(`[data-part="${part}"]`);
  }

  /** What the cursor's moment comes to, in the words that a screen reader hears. */
  async spoken(): Promise<string> {
    return (await this.cursor.getAttribute('aria-valuetext')) ?? '';
  }

  async show(span: '1 h' | '24 h' | 'all'): Promise<void> {
    await this.panel.getByRole('button', { name: span, exact: true }).click();
  }

  async press(...keys: readonly string[]): Promise<void> {
    await this.cursor.focus();
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** Types a moment into the field: in UTC, whatever the browser's zone is. */
  async type(at: Date): Promise<void> {
    await this.field.fill(`${at.toISOString().replace('T', ' ').replace('Z', '')} UTC`);
    await this.field.press('Enter');
  }

  /** A row of the table that says the same as the picture. */
  async table(label: string): Promise<string[]> {
    const table = this.panel.getByRole('table', { name: label });
    if (!(await table.isVisible())) await this.panel.getByText('As a table').click();
    return (await table.locator('tbody tr').allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim());
  }
}
