import { existsSync } from 'node:fs';
import type { PlaywrightTestConfig } from 'playwright/test';

const systemBrowser = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find(existsSync);

/** The browser of every end-to-end test, and how patient it is. */
export const browserUse: NonNullable<PlaywrightTestConfig['use']> = {
  browserName: 'chromium',
  viewport: { width: 1440, height: 900 },
  // What turns and pulses for ever is drawn by the processor that two clusters share.
  contextOptions: { reducedMotion: 'reduce' },
  actionTimeout: 20_000,
  navigationTimeout: 45_000,
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
};
