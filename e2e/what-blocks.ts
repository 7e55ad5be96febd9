import { expect } from 'playwright/test';
import type { Api } from './api';
import { waitFor } from './wait';

/** What blocks, as `id: title. reason`. */
export async function blocks(api: Api, input: unknown): Promise<string[]> {
  const { checks, blocked } = await api.plan('restore', input);
  const found = checks.filter(({ level }) => level === 'block');
  expect(blocked).toBe(found.length > 0);
  return found.map(({ id, title, reason }) => `${id}: ${title}. ${reason}`);
}

export async function untilBlocked(api: Api, input: unknown, id: string): Promise<string> {
  return waitFor(`«${id}» to block`, 30_000, async () =>
    (await blocks(api, input)).find((text) => text.startsWith(`${id}: `)),
  );
}
