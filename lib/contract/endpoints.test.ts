import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { endpoints } from './endpoints';
import { errorStatus } from './errors';

const page = readFileSync(new URL('../../docs/api.md', import.meta.url), 'utf8');

describe('docs/api.md', () => {
  it.each(Object.values(endpoints))('lists $method $path', ({ method, path }) => {
    expect(page).toContain(`\`${method} ${path}\``);
  });

  it.each(Object.keys(errorStatus))('lists the error code %s', (code) => {
    expect(page).toContain(`\`${code}\``);
  });
});
