import { fileURLToPath } from 'node:url';
import { defineConfig } from 'playwright/test';
import { browserUse } from '../browser-use';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The second suite: on labs of the newest parts, which each file that wants one brings up and takes down. */
export default defineConfig({
  testDir: here('.'),
  testMatch: '**/*.e2e.ts',
  outputDir: here('../../test-results/newest'),
  // One lab at a time. One that fails by chance has found something: no second try.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  // All of these are against what hangs, and none against a slow machine: where all is well they cost nothing.
  timeout: 600_000,
  globalTimeout: 60 * 60_000,
  expect: { timeout: 60_000 },
  reporter: [['list']],
  // Four PostgreSQL, a browser and Howdah share two cores here.
  use: { ...browserUse, actionTimeout: 60_000, navigationTimeout: 120_000 },
});
