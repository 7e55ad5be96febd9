import { expect } from 'playwright/test';
import { HowdahProcess, writeSettings } from './howdah-process';
import { test } from './lab-fixture';

interface WrongSettings {
  readonly what: string;
  readonly text: string;
  /** The line, the key, what is wrong and an example, as the message must have them. */
  readonly says: readonly RegExp[];
}

const wrongSettings: readonly WrongSettings[] = [
  {
    what: 'a misspelt key',
    text: 'clusters:\n  - name: demo\n    patroni:\n      url: [http://127.0.0.1:1]\n',
    says: [/line 4/, /clusters\[0\]\.patroni\.url\b/, /did you mean `urls`/, /urls:/],
  },
  {
    what: 'a value of the wrong kind',
    text: 'listen:\n  port: lots\nclusters:\n  - name: demo\n    patroni:\n      urls: [http://127.0.0.1:1]\n',
    says: [/line 2/, /listen\.port/, /port/, /port: \d+/],
  },
  {
    what: 'text that is no YAML',
    text: 'clusters:\n  - name: demo\n   patroni: {\n',
    says: [/line \d/],
  },
];

for (const { what, text, says } of wrongSettings) {
  test(`${what}: one message with the line, the key and an example, and nothing listens`, async () => {
    const howdah = await HowdahProcess.launch({ settings: writeSettings(text) });
    try {
      const end = await howdah.end(20_000);
      expect(end.code).not.toBe(0);
      expect(end.signal).toBeNull();
      for (const part of says) expect(howdah.output()).toMatch(part);
      // One message for a person: no stack of calls, not the same twice.
      expect(howdah.output()).not.toMatch(/\n\s+at /);
      expect(howdah.output().match(/howdah\.yaml line/g)).toHaveLength(1);
      await expect(fetch(howdah.url, { signal: AbortSignal.timeout(2000) })).rejects.toThrow();
    } finally {
      await howdah.dispose();
    }
  });
}

test('a settings file that is not there is said with its name', async () => {
  const howdah = await HowdahProcess.launch({ settings: '/nonexistent/howdah.yaml' });
  try {
    expect((await howdah.end(20_000)).code).not.toBe(0);
    expect(howdah.output()).toContain('/nonexistent/howdah.yaml');
    expect(howdah.output()).toMatch(/patroni:\n\s+urls:/);
  } finally {
    await howdah.dispose();
  }
});
