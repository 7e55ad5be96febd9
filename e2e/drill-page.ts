import type { Locator, Page } from 'playwright/test';

/** The list of drills, its dialog, and the report of one. */
export class DrillPage {
  readonly dialog: Locator;
  readonly run: Locator;

  constructor(private readonly page: Page) {
    this.dialog = page.getByRole('dialog', { name: 'Run a drill' });
    this.run = this.dialog.getByRole('button', { name: 'Run this drill' });
  }

  async openDialog(cluster = 'demo'): Promise<void> {
    await this.page.goto(`/clusters/${cluster}/drills`);
    await this.page.getByText(/^live/).first().waitFor();
    await this.page.getByRole('button', { name: 'Run a drill…' }).click();
    await this.dialog.waitFor();
  }

  async choose(event: string, numbers: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.dialog.getByRole('radio', { name: event }).check();
    for (const [label, value] of Object.entries(numbers)) await this.dialog.getByLabel(label).fill(value);
  }

  /** Presses the button and answers the id of the drill, whose page has opened. */
  async start(): Promise<string> {
    await this.run.click();
    await this.page.waitForURL(/\/drills\/[^/]+$/);
    return this.page.url().split('/').at(-1) ?? '';
  }
}
