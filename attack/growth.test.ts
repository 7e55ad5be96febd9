import { describe, expect, test } from 'vitest';
import { loadCounted } from './steps';

const lines = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => line(index)).join('\n');

/** What reads text from elsewhere, by file and function, each with the worst that is known for it, `size` times. */
const readers: readonly (readonly [
  file: string,
  reader: string,
  worst: Record<string, (size: number) => readonly unknown[]>,
])[] = [
  [
    'lib/domain/diagnosis/mask-secrets.ts',
    'maskSecrets',
    {
      'a word and blanks': (size) => [`token${' '.repeat(size)}`],
      'words for passwords': (size) => ['password'.repeat(size)],
      'words and blanks in turn': (size) => ['token  '.repeat(size)],
      'words with open quotes': (size) => ["password '' ".repeat(size)],
      'doubled quotes': (size) => [`password '${"''".repeat(size)}`],
      assignments: (size) => ['token=;'.repeat(size)],
      addresses: (size) => ['://a:'.repeat(size)],
      'addresses with logins': (size) => ['://a:b@'.repeat(size)],
    },
  ],
  [
    'lib/upstream/patroni/json-text.ts',
    'parseJson',
    {
      'one long number': (size) => [`[${'1'.repeat(16 + size)}.5]`],
      'many long numbers': (size) => [`[${'12345678901234567890,'.repeat(size)}1]`],
      'a long text beside a long number': (size) => [`["${'\\"1'.repeat(size)}",12345678901234567890]`],
    },
  ],
  [
    'lib/upstream/haproxy/statistics-of-csv.ts',
    'statisticsOfCsv',
    {
      'many proxies': (size) => [csv(size, (index) => `proxy${index},server,2,UP`), 0],
      'many servers of one proxy': (size) => [csv(size, (index) => `proxy,server${index},2,UP`), 0],
    },
  ],
  [
    'lib/upstream/host/evidence/patroni-place.ts',
    'placeOf',
    {
      'many keys': (size) => [
        `postgresql:\n  data_dir: /data\n${lines(size, (index) => `key${index}: 1`)}\n`,
      ],
      'many entries of a list': (size) => [
        `postgresql:\n  data_dir: /data\netcd:\n  hosts:\n${lines(size, () => '  - a:1')}\n`,
      ],
    },
  ],
  [
    'lib/upstream/pgbackrest/wire.ts',
    'parseInfoJson',
    { 'many numbers': (size) => [`[${'{"system-id" : 1},'.repeat(size)}{}]`] },
  ],
];

function csv(count: number, line: (index: number) => string): string {
  return `# pxname,svname,type,status\n${lines(count, line)}\n`;
}

describe.each(readers)('what it costs to read grows no faster than its size: %s', (file, name, worst) => {
  test(name, async () => {
    const { exports, steps } =
      await loadCounted<Record<string, (...input: readonly unknown[]) => unknown>>(file);
    const reader = exports[name];
    if (reader === undefined) throw new Error(`${file} exports no ${name}`);
    for (const [what, inputOf] of Object.entries(worst)) {
      const told: number[] = [];
      for (const times of [1, 2, 4, 8]) {
        const input = inputOf(200 * times);
        const before = steps();
        reader(...input);
        told.push(steps() - before);
      }
      const [one = 0, , , eight = Number.POSITIVE_INFINITY] = told;
      expect(one, what).toBeGreaterThan(0);
      expect(eight, `${what}, steps: ${told.join(', ')}`).toBeLessThan(10 * one);
    }
  });
});
