import type { Page } from 'playwright/test';
import { backupsPageSchema } from '@/lib/contract/backups';
import { drillsPageSchema } from '@/lib/contract/drills';
import { operationsPageSchema } from '@/lib/contract/operations';
import type { Api } from './api';

export interface NamedPage {
  readonly name: string;
  readonly path: string;
}

/** The path of every page of Howdah, with a real backup and, once there was one, a real operation. */
export async function everyPage(api: Api): Promise<NamedPage[]> {
  const base = `/clusters/${api.cluster}`;
  const backups = backupsPageSchema.parse(await api.get(`/api${base}/backups`));
  const operations = operationsPageSchema.parse(await api.get(`/api${base}/operations`));
  const { drills } = drillsPageSchema.parse(await api.get(`/api${base}/drills`));
  const { leader, restoreTests } = await api.snapshot();
  const backup = backups.backups[0];
  const operation = operations.operations[0];
  return [
    { name: 'fleet', path: '/' },
    { name: 'overview', path: base },
    { name: 'replication', path: `${base}/replication` },
    { name: 'routing', path: `${base}/routing` },
    { name: 'backups', path: `${base}/backups` },
    ...(backup === undefined ? [] : [{ name: 'a backup', path: `${base}/backups/${backup.label}` }]),
    { name: 'restore tests', path: `${base}/restore-tests` },
    ...(restoreTests.last === null
      ? []
      : [{ name: 'a restore test', path: `${base}/restore-tests/${restoreTests.last.id}` }]),
    { name: 'drills', path: `${base}/drills` },
    ...(drills[0] === undefined ? [] : [{ name: 'a drill', path: `${base}/drills/${drills[0].id}` }]),
    { name: 'a member', path: `${base}/members/${leader}` },
    { name: 'a diagnosis', path: `${base}/members/${leader}/diagnosis` },
    { name: 'operations', path: `${base}/operations` },
    ...(operation === undefined
      ? []
      : [{ name: 'an operation', path: `${base}/operations/${operation.id}` }]),
    { name: 'events', path: `${base}/events` },
  ];
}

/** Everything that the page complains about in the console, from now on. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') {
      complaints.push(`${message.type()}: ${message.text()} (${message.location().url})`);
    }
  });
  return complaints;
}

/** Goes there and waits until the page lives: it hears from Howdah, and nothing is a skeleton any more. */
export async function openLive(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.getByText(/^live/).first().waitFor();
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null);
}
