import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrangeBackups, keyOf } from './backup-chains';
import { exampleBackup, exampleChain, exampleStanza } from './backup-examples';
import type { StanzaBackup } from './stanza';

const labelsOf = (backups: readonly { label: string }[]) => backups.map(({ label }) => label);
const arrange = (backups: readonly StanzaBackup[]) => arrangeBackups(exampleStanza(backups));

describe('the order', () => {
  it('puts the newest chain first, and within a chain the full backup and then the oldest', () => {
    const order = ['F2F', 'F1F', 'F1F_D1D', 'F1F_I1I', 'F1F_I2I'];
    expect(labelsOf(arrange(exampleChain()))).toEqual(order);
    expect(labelsOf(arrange(exampleChain().reverse()))).toEqual(order);
  });

  it('keeps chains of the same label in two repositories apart', () => {
    const both = exampleChain().flatMap((backup) => [backup, { ...backup, repository: 2 }]);
    const arranged = arrange(both);
    expect(arranged).toHaveLength(10);
    const chain = arranged.filter((backup) => backup.repository === 2 && backup.label.startsWith('F1F'));
    expect(labelsOf(chain)).toEqual(['F1F', 'F1F_D1D', 'F1F_I1I', 'F1F_I2I']);
    const places = chain.map((backup) => arranged.indexOf(backup));
    expect(Math.max(...places) - Math.min(...places)).toBe(3);
  });

  it('goes by need where the clock says otherwise', () => {
    const full = exampleBackup('F1F', { endedAtSeconds: 5000 });
    const incr = exampleBackup('F1F_I1I', { type: 'incr', endedAtSeconds: 1000, references: ['F1F'] });
    expect(labelsOf(arrange([incr, full]))).toEqual(['F1F', 'F1F_I1I']);
  });

  it('is not upset by a chain of thousands told backwards, nor by backups that need each other', () => {
    const long = Array.from({ length: 5000 }, (_, n) =>
      exampleBackup(`F_${n}`, { endedAtSeconds: 10_000 - n, references: n === 0 ? null : [`F_${n - 1}`] }),
    );
    expect(labelsOf(arrange(long.reverse())).slice(0, 3)).toEqual(['F_0', 'F_1', 'F_2']);
    const circle = [exampleBackup('A', { references: ['B'] }), exampleBackup('B', { references: ['A'] })];
    expect(labelsOf(arrange(circle)).sort()).toEqual(['A', 'B']);
  });
});

describe('what a backup needs', () => {
  it('is what pgBackRest says it refers to, oldest first, and counted on the other side', () => {
    const shuffled = exampleChain().map((backup) => ({
      ...backup,
      references: backup.references === null ? null : [...backup.references].reverse(),
    }));
    const byLabel = new Map(arrange(shuffled).map((backup) => [backup.label, backup]));
    expect(byLabel.get('F1F_I2I')?.needs).toEqual(['F1F', 'F1F_D1D', 'F1F_I1I']);
    expect(byLabel.get('F1F')?.neededBy).toBe(3);
    expect(byLabel.get('F1F_I2I')?.neededBy).toBe(0);
    expect(byLabel.get('F2F')).toMatchObject({ needs: [], neededBy: 0, missing: [] });
  });

  it('is its prior and all that one needs where pgBackRest gives no references', () => {
    const old = exampleChain().map((backup) => ({ ...backup, references: null }));
    const last = arrange(old).find((backup) => backup.label === 'F1F_I2I');
    expect(last?.needs).toEqual(['F1F', 'F1F_D1D', 'F1F_I1I']);
  });

  it('is missing when it is no longer in the same repository', () => {
    const [full, ...rest] = exampleChain();
    const arranged = arrange([...rest, ...(full ? [{ ...full, repository: 2 }] : [])]);
    expect(arranged.find((backup) => backup.label === 'F1F_D1D')?.missing).toEqual(['F1F']);
  });
});

it('turns times, timeline, version and system into the contract’s words', () => {
  const told = exampleBackup('F1F', {
    startedAtSeconds: 1795383130,
    endedAtSeconds: 1795383132,
    walStart: '0000000A0000000000000008',
    annotations: { ticket: 'OPS-17' },
  });
  expect(arrange([told])[0]).toMatchObject({
    startedAt: '2026-11-22T21:32:10.000Z',
    endedAt: '2026-11-22T21:32:12.000Z',
    durationSeconds: 2,
    timeline: 10,
    postgresVersion: '15',
    systemIdentifier: '7711111078303520061',
    annotations: { ticket: 'OPS-17' },
  });
});

const stanzaBackups = fc
  .array(
    fc.record({
      label: fc.constantFrom('A', 'A_1', 'A_2', 'A_3', 'B', 'B_1', 'B_2', 'C_1', 'D'),
      repository: fc.integer({ min: 1, max: 2 }),
      endedAtSeconds: fc.integer({ min: 0, max: 50 }),
      prior: fc.option(fc.constantFrom('A', 'A_1', 'B', 'gone')),
      references: fc.option(
        fc.array(fc.constantFrom('A', 'A_1', 'A_2', 'B', 'B_1', 'C', 'gone'), { maxLength: 4 }),
      ),
    }),
    { maxLength: 18 },
  )
  .map((rows) => {
    const unique = new Map(rows.map((row) => [keyOf(row.repository, row.label), row]));
    return [...unique.values()].map(({ label, ...over }) => exampleBackup(label, over));
  });

describe('whatever pgBackRest says', () => {
  it('no backup is lost and none appears twice', () => {
    fc.assert(
      fc.property(stanzaBackups, (told) => {
        const keys = (backups: readonly { repository: number; label: string }[]) =>
          backups.map(({ repository, label }) => keyOf(repository, label)).sort();
        expect(keys(arrange(told))).toEqual(keys(told));
      }),
    );
  });

  it('no backup stands before one that it needs', () => {
    // Only what can be: a backup refers to none that refers back.
    const rank = ['A', 'B', 'D', 'A_1', 'B_1', 'C_1', 'A_2', 'B_2', 'A_3'];
    const possible = stanzaBackups.map((told) =>
      told.map((backup) => {
        const before = (label: string) => rank.indexOf(label) < rank.indexOf(backup.label);
        return {
          ...backup,
          prior: backup.prior !== null && before(backup.prior) ? backup.prior : null,
          references: backup.references?.filter(before) ?? null,
        };
      }),
    );
    fc.assert(
      fc.property(possible, (told) => {
        const arranged = arrange(told);
        const place = new Map(arranged.map(({ repository, label }, at) => [keyOf(repository, label), at]));
        arranged.forEach((backup, at) => {
          for (const label of backup.needs) {
            expect(place.get(keyOf(backup.repository, label)) ?? -1).toBeLessThan(at);
          }
        });
      }),
    );
  });
});
