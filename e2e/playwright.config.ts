import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'playwright/test';
import { browserUse } from './browser-use';
import { labCount } from './place';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
/**
 * The dearest first, as `npm run test:times` last told them: begun last, one of them would keep its lab at work while
 * the others have nothing left to do.
 */
const dearest = ['26', '24', '14', '19', '20', '23', '18', '22', '06', '17', '16', '09', '29'];

const files = readdirSync(here('.')).filter((name) => name.endsWith('.e2e.ts'));
const numbers = new Set([...dearest, ...files.map((file) => file.slice(0, 2))]);

export default defineConfig({
  testDir: here('.'),
  testMatch: '**/*.e2e.ts',
  // They have labs and a configuration of their own.
  testIgnore: '**/newest/**',
  outputDir: here('../test-results/e2e'),
  globalSetup: here('./global-setup.config.ts'),
  // The tests of one worker share one cluster. One that fails by chance has found something: no second try.
  workers: labCount,
  // They begin in this order. None depends on another: where one fails, the others run all the same.
  projects: [...numbers].map((number) => ({ name: number, testMatch: `**/${number}-*.e2e.ts` })),
  fullyParallel: false,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  // All of these are against what hangs, and none against a slow machine: where all is well they cost nothing.
  timeout: 180_000,
  globalTimeout: 90 * 60_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], [here('./results-reporter.config.ts')]],
  use: browserUse,
});
