import { readdirSync, readlinkSync } from 'node:fs';
import { expect, type Locator, type Page } from 'playwright/test';
import type { Lab } from '../lab/lab';
import { OperationPage } from './operation-page';

/** Restore tests as a person makes and reads them. */
export class RestoreTestsPage {
  readonly dialog: Locator;
  readonly list: Locator;

  constructor(
    readonly page: Page,
    readonly cluster = 'demo',
  ) {
    this.dialog = page.getByRole('dialog');
    this.list = page.getByRole('table', { name: 'Restore tests' });
  }

  async open(): Promise<void> {
    await this.page.goto(`/clusters/${this.cluster}/restore-tests`);
    await this.page.getByText(/^live/).first().waitFor();
  }

  /** Tests the restore of one backup (or of what Howdah chooses) and answers the operation's id. */
  async start(target: 'End of backup' | 'Latest', set?: string): Promise<string> {
    await this.page.getByRole('button', { name: 'Test a restore…' }).click();
    await this.dialog.getByRole('button', { name: target }).click();
    if (set !== undefined) await this.dialog.getByLabel(/^Backup set/).selectOption(set);
    const begin = this.dialog.getByRole('button', { name: 'Test this restore' });
    await expect(begin).toBeEnabled({ timeout: 20_000 });
    await begin.click();
    return new OperationPage(this.page).arrive();
  }
}

/** Folders, jobs and processes of restore tests that are still there. */
export function leftOf(lab: Lab, id: string): string[] {
  const jobs = readdirSync('/var/tmp')
    .filter((name) => name.startsWith('howdah-jobs-'))
    .flatMap((name) => readdirSync(`/var/tmp/${name}`))
    .filter((name) => name.startsWith(id));
  return [...readdirSync(lab.layout.scratch), ...jobs, ...processesIn(lab.layout.scratch)];
}

function processesIn(folder: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const cwd = readlinkSync(`/proc/${pid}/cwd`);
        return cwd.startsWith(`${folder}/`) ? [`process ${pid} in ${cwd}`] : [];
      } catch {
        // It has ended, or is not ours to look at.
        return [];
      }
    });
}
