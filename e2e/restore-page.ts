import { expect, type Locator, type Page } from 'playwright/test';
import type { RestoreChoice } from '@/lib/contract/restore';
import { encodeRestoreChoice } from '../components/recovery/restore-link';

export type TargetType = 'Time' | 'End of backup' | 'Latest' | 'LSN' | 'Transaction' | 'Restore point';

/** The dialog that a restore begins with, from wherever it was opened. */
export class RestoreDialog {
  readonly dialog: Locator;
  readonly loss: Locator;
  readonly steps: Locator;
  readonly confirm: Locator;

  constructor(
    readonly page: Page,
    readonly cluster = 'demo',
  ) {
    this.dialog = page.getByRole('dialog');
    this.loss = this.dialog.getByRole('region', { name: 'What is lost' });
    this.steps = this.dialog.locator('[data-step]');
    this.confirm = this.dialog.getByRole('button', { name: /^(Restore|Undo)/ }).last();
  }

  /** As the timeline's «Restore to this point…» does it: by a link to the backups page. */
  async openFromLink(choice: RestoreChoice): Promise<void> {
    const search = new URLSearchParams({ restore: encodeRestoreChoice(choice) });
    await this.page.goto(`/clusters/${this.cluster}/backups?${search}`);
    await this.arrive();
  }

  async openFromBackup(label: string): Promise<void> {
    await this.page.goto(`/clusters/${this.cluster}/backups/${label}`);
    await this.page.getByRole('button', { name: 'Restore this backup…' }).click();
    await this.arrive();
  }

  async openFromPalette(): Promise<void> {
    await this.page.keyboard.press('Control+k');
    await this.page.getByRole('combobox').fill('restore the cluster');
    await this.page.keyboard.press('Enter');
    await this.arrive();
  }

  /** On the page of a finished restore. */
  async openUndo(): Promise<void> {
    await this.page.getByRole('button', { name: 'Undo this restore…' }).click();
    await this.arrive();
  }

  private async arrive(): Promise<void> {
    await expect(this.dialog.getByRole('group', { name: 'What it aims at' })).toBeVisible();
  }

  /** `text` as a person types it: a moment, an LSN, a transaction id, a name; none for the end of the backup and the latest. */
  async aimAt(type: TargetType, text?: string): Promise<void> {
    await aimAt(this.dialog, type, text);
  }

  async choose(
    choice: Partial<{ timeline: number; set: string; member: string; backup: boolean }>,
  ): Promise<void> {
    const { timeline, set, member, backup } = choice;
    if (timeline !== undefined) await this.dialog.getByLabel('Timeline').fill(String(timeline));
    if (set !== undefined) await this.dialog.getByLabel('Backup set').selectOption(set);
    if (backup !== undefined) {
      await this.dialog.getByRole('checkbox', { name: /full backup afterwards/ }).setChecked(backup);
    }
    if (member !== undefined) await this.dialog.getByRole('radio', { name: member }).check();
  }

  /** Waits for the plan of what stands there now: what is lost, or what blocks, is shown for nothing else. */
  async planned(): Promise<void> {
    await expect(this.loss).toHaveAttribute('data-planned', 'true', { timeout: 45_000 });
  }

  /** The reasons of what blocks, as the footer says the first of them. */
  get why(): Locator {
    return this.dialog.getByRole('status').last();
  }

  async typeName(): Promise<void> {
    await this.dialog.getByRole('textbox', { name: /type the cluster’s name/ }).fill(this.cluster);
  }

  /** Types the name and starts; answers the operation's id once its page is there. */
  async start(): Promise<string> {
    await this.planned();
    await this.typeName();
    await expect(this.confirm).toBeEnabled({ timeout: 30_000 });
    await this.confirm.click();
    await this.page.waitForURL(/\/operations\/[0-9a-f-]{36}$/);
    return this.page.url().split('/').at(-1) ?? '';
  }
}

/** The page of one restore. */
export class RestorePage {
  readonly gate: Locator;
  readonly outcome: Locator;
  readonly phases: Locator;
  readonly refusal: Locator;

  constructor(
    readonly page: Page,
    readonly cluster = 'demo',
  ) {
    this.gate = page.getByRole('region', { name: 'Waits for you' });
    this.outcome = page.getByRole('region', { name: 'Outcome' });
    this.phases = page.getByRole('region', { name: 'How far it is' });
    this.refusal = page.getByRole('alert').filter({ hasText: 'Not decided' });
  }

  async open(id: string): Promise<void> {
    await this.page.goto(`/clusters/${this.cluster}/operations/${id}`);
    // What is typed before that is lost where the gate is there already.
    await expect(this.page.getByText(/^live/).first()).toBeVisible();
  }

  async atLook(timeoutMs = 120_000): Promise<void> {
    await expect(this.gate).toHaveAttribute('data-gate', 'look', { timeout: timeoutMs });
  }

  async atTrouble(timeoutMs = 120_000): Promise<void> {
    await expect(this.gate).toHaveAttribute('data-gate', 'trouble', { timeout: timeoutMs });
  }

  /** Asks by Ctrl+Enter; answers the rows as they are shown (`null` for what is null), or PostgreSQL's words against it. */
  async query(database: string, sql: string): Promise<{ rows: string[][]; error: string | null }> {
    const box = this.gate.getByRole('region', { name: 'Ask the database' });
    await box.getByLabel('Database to ask').selectOption(database);
    const text = box.getByRole('textbox', { name: 'SQL' });
    await text.fill(sql);
    await text.press('Control+Enter');
    const answer = box.locator('[data-asked]');
    await expect(answer).toHaveAttribute('data-asked', sql, { timeout: 30_000 });
    const error = answer.getByRole('alert');
    if (await error.isVisible()) return { rows: [], error: await error.textContent() };
    const rows = await answer
      .locator('tbody tr')
      .evaluateAll((all) =>
        all.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent ?? '')),
      );
    return { rows, error: null };
  }

  async accept(): Promise<void> {
    await this.decide('accept');
  }

  async discard(): Promise<void> {
    await this.decide('discard');
  }

  async retry(): Promise<void> {
    await this.decide('retry');
  }

  async anotherTarget(type: TargetType, text?: string): Promise<void> {
    await this.decide('another_target');
    const form = this.gate.getByRole('form', { name: 'Another target' });
    await aimAt(form, type, text);
    await form.getByRole('button', { name: 'Go there' }).click();
  }

  async ended(timeoutMs = 180_000): Promise<void> {
    await expect(this.outcome).toBeVisible({ timeout: timeoutMs });
  }

  /** Each phase with its state, as `restore: done`. */
  async look(): Promise<string[]> {
    return this.phases
      .locator('[data-phase]')
      .evaluateAll((all) =>
        all.map((phase) => `${phase.getAttribute('data-phase')}: ${phase.getAttribute('data-state')}`),
      );
  }

  private async decide(id: string): Promise<void> {
    await this.gate.locator(`[data-decision="${id}"]`).getByRole('button').click();
  }
}

const labels: Partial<Record<TargetType, string>> = {
  Time: 'Date and time, to the millisecond',
  LSN: 'WAL position',
  Transaction: 'Transaction id',
  'Restore point': 'Name of the restore point',
};

async function aimAt(within: Locator, type: TargetType, text: string | undefined): Promise<void> {
  await within
    .getByRole('group', { name: 'What it aims at' })
    .getByRole('button', { name: type, exact: true })
    .click();
  const label = labels[type];
  if (label !== undefined && text !== undefined) await within.getByLabel(label).fill(text);
}
