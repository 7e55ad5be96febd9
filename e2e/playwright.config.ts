import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'playwright/test';
import { labCount } from './place';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
/** Held against a clock, or a second one to 50 ms: nothing else may be at work on the machine meanwhile. */
const measures = /\/(04|06|08|10|12|23|24|25)-[^/]*\.e2e\.ts$/;
const systemBrowser = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find(existsSync);

export default defineConfig({
  testDir: here('.'),
  testMatch: '**/*.e2e.ts',
  outputDir: here('../test-results/e2e'),
  globalSetup: here('./global-setup.config.ts'),
  // The tests of one worker share one cluster. One that fails by chance has found something: no second try.
  workers: labCount,
  projects: [
    { name: 'clusters', testIgnore: measures },
    { name: 'measures', testMatch: measures, dependencies: ['clusters'], workers: 1 },
  ],
  fullyParallel: false,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 90_000,
  // One lab is for a machine on which two stand in each other's way.
  globalTimeout: (labCount > 1 ? 19 : 60) * 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: here('../test-results/e2e.json') }]],
  use: {
    browserName: 'chromium',
    viewport: { width: 1440, height: 900 },
    actionTimeout: 10_000,
    navigationTimeout: 20_000,
    // Recording costs each page half as much again, on a machine that two clusters share.
    trace: process.env.HOWDAH_E2E_TRACE ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(systemBrowser === undefined ? {} : { executablePath: systemBrowser }),
      args: [
        '--no-sandbox',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
});
