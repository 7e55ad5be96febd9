import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { drillInputSchema } from './drills';
import { endpoints } from './endpoints';
import { errorStatus } from './errors';
import {
  backupInputSchema,
  cancelSwitchoverInputSchema,
  checkInputSchema,
  expireInputSchema,
  memberServiceInputSchema,
  type OperationKind,
  operationStatusSchema,
  reinitializeInputSchema,
  restoreInputSchema,
  restoreTestInputSchema,
  switchoverInputSchema,
  verifyInputSchema,
} from './operations';

const page = readFileSync(new URL('../../docs/api.md', import.meta.url), 'utf8');

/** The rows of the table under a heading, as texts of cells. */
function tableUnder(heading: string): string[][] {
  const section = page.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('| '));
  return rows.map((row) => row.split(/(?<!\\)\|/).slice(1, -1)).filter(([first]) => first?.includes('`'));
}

const codesIn = (text = '') => [...text.matchAll(/`([^`]+)`/g)].map(([, code]) => code ?? '');

const inputs: Readonly<Record<OperationKind, z.ZodObject>> = {
  switchover: switchoverInputSchema,
  cancel_switchover: cancelSwitchoverInputSchema,
  reinitialize: reinitializeInputSchema,
  backup: backupInputSchema,
  check: checkInputSchema,
  verify: verifyInputSchema,
  expire: expireInputSchema,
  restore: restoreInputSchema,
  restore_test: restoreTestInputSchema,
  stop_member: memberServiceInputSchema,
  start_member: memberServiceInputSchema,
  drill: drillInputSchema,
};

describe('docs/api.md', () => {
  it('lists every endpoint once, and none that there is not', () => {
    const listed = tableUnder('Endpoints').flatMap(([first]) => codesIn(first));
    const all = Object.values(endpoints).map(({ method, path }) => `${method} ${path}`);
    // These answer something else than JSON.
    const others = ['GET /api/live', 'GET /metrics', 'GET /api/clusters/:cluster/drills/:id/requests'];
    expect(listed.toSorted()).toEqual([...all, ...others].toSorted());
  });

  it('lists every kind of operation once, and none that there is not', () => {
    const listed = tableUnder('Operations').flatMap(([first]) => codesIn(first));
    expect(listed.toSorted()).toEqual(Object.keys(inputs).toSorted());
  });

  it.each(Object.entries(inputs))('names every field of the input of %s', (kind, schema) => {
    const row = tableUnder('Operations').find(([first]) => codesIn(first).includes(kind));
    const fields = Object.keys(schema.shape);
    expect(fields.filter((field) => !codesIn(row?.[1]).includes(field))).toEqual([]);
    expect(row?.[1]?.trim() === 'none').toBe(fields.length === 0);
  });

  it('explains every status of an operation', () => {
    const sentence = page.split('\n').find((line) => line.startsWith('`status` is ')) ?? '';
    expect(codesIn(sentence)).toEqual(expect.arrayContaining(operationStatusSchema.options));
  });

  it('lists every error code once with its HTTP status, and none that there is not', () => {
    const listed = tableUnder('Errors').flatMap(([codes, status]) =>
      codesIn(codes?.replace(/\(.*?\)/g, '')).map((code) => [code, Number(status)]),
    );
    expect(listed.toSorted()).toEqual(Object.entries(errorStatus).toSorted());
  });
});
