import { expect, it } from 'vitest';
import { versionsOf } from './versions';

const member = (patroniVersion: string | null) => ({ patroniVersion, postgresVersion: null });

it('names every version that stands side by side, older first', () => {
  const members = [member('4.1.5'), member('3.0.2'), member(null), member('3.0.2')];
  expect(versionsOf(members, 'patroniVersion')).toEqual({ text: '3.0.2, 4.1.5', mixed: true });
});

it('claims no version where none is known', () => {
  expect(versionsOf([member('3.0.2')], 'postgresVersion')).toEqual({ text: null, mixed: false });
});
