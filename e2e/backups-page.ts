import type { Locator, Page } from 'playwright/test';

/** What can be done on the backups page, as a person does it. */
export class BackupsPage {
  readonly dialog: Locator;
  readonly repository: Locator;

  constructor(
    readonly page: Page,
    readonly cluster = 'demo',
  ) {
    this.dialog = page.getByRole('dialog');
    this.repository = page.getByRole('region', { name: 'Repository' });
  }

  async open(): Promise<void> {
    await this.page.goto(`/clusters/${this.cluster}/backups`);
    await this.page.getByText(/^live/).first().waitFor();
  }

  async openBackup(type: 'Full' | 'Differential' | 'Incremental', annotation: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Back up now…' }).click();
    await this.dialog.getByRole('button', { name: type, exact: true }).click();
    await this.dialog.getByLabel(/^Annotation/).fill(annotation);
  }

  async choose(item: RegExp): Promise<void> {
    await this.repository.getByRole('button', { name: 'Repository' }).click();
    await this.page.getByRole('menuitem', { name: item }).click();
  }

  confirm(label: string | RegExp): Locator {
    return this.dialog.getByRole('button', { name: label });
  }

  /** For what destroys data. */
  async typeName(name: string): Promise<void> {
    await this.dialog.getByRole('textbox', { name: /type the cluster’s name/ }).fill(name);
  }
}
