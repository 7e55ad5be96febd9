import { expect, test } from 'vitest';
import { patronictlText } from './patronictl';

test('a patronictl line names its configuration, its cluster and then what it is about', () => {
  const place = { config: '/etc/patroni/config.yml', scope: 'my orders' };
  expect(patronictlText(place, 'reinit', ['node2', '--force'])).toBe(
    "patronictl -c /etc/patroni/config.yml reinit 'my orders' node2 --force",
  );
  expect(patronictlText({ config: null, scope: null }, 'list')).toBe('patronictl list');
});
