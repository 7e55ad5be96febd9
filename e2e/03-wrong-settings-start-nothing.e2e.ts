import { expect } from 'playwright/test';
import { HowdahProcess, writeSettings } from './howdah-process';
import { test } from './lab-fixture';

// What else can be wrong, and how it is said: lib/settings/mistakes.test.ts.
test('a mistake in the settings: one message with the line, the key and an example, and nothing listens', async () => {
  const text = 'clusters:\n  - name: demo\n    patroni:\n      url: [http://127.0.0.1:1]\n';
  const howdah = await HowdahProcess.launch({ settings: writeSettings(text) });
  try {
    const end = await howdah.end(20_000);
    expect(end.code).toBe(78);
    expect(end.signal).toBeNull();
    const said = howdah.output();
    for (const part of [/line 4/, /clusters\[0\]\.patroni\.url\b/, /did you mean `urls`/, /urls:/]) {
      expect(said).toMatch(part);
    }
    // One message for a person: no stack of calls, not the same twice.
    expect(said).not.toMatch(/\n\s+at /);
    expect(said.match(/howdah\.yaml line/g)).toHaveLength(1);
    await expect(fetch(howdah.url, { signal: AbortSignal.timeout(2000) })).rejects.toThrow();
  } finally {
    await howdah.dispose();
  }
});
