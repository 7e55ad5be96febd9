import { expect, it } from 'vitest';
import { HostAddresses } from './host-addresses';

function followed(answers: Record<string, readonly string[] | undefined>) {
  const asked: string[] = [];
  let now = 0;
  const addresses = new HostAddresses(
    async (host) => {
      asked.push(host);
      const value = answers[host];
      return value === undefined
        ? { ok: false, kind: 'unresolvable', reason: '', atMs: now }
        : { ok: true, value, atMs: now };
    },
    () => now,
  );
  return {
    addresses,
    asked,
    answers,
    pass(ms: number) {
      now += ms;
    },
  };
}

it('asks for names alone, and each again only when it is due', async () => {
  const { addresses, asked, pass } = followed({ 'pg-a.test': ['10.0.0.1'] });
  await addresses.follow(['pg-a.test', '10.0.0.2', '::1', '']);
  await addresses.follow(['pg-a.test']);
  expect(asked).toEqual(['pg-a.test']);
  expect(addresses.all()).toEqual(new Map([['pg-a.test', ['10.0.0.1']]]));
  pass(60_000);
  await addresses.follow(['pg-a.test']);
  expect(asked).toHaveLength(2);
});

it('keeps what was known of a name that does not resolve now, and asks for that sooner', async () => {
  const { addresses, asked, answers, pass } = followed({ 'pg-a.test': ['10.0.0.1'] });
  await addresses.follow(['pg-a.test']);
  answers['pg-a.test'] = undefined;
  pass(60_000);
  await addresses.follow(['pg-a.test']);
  expect(addresses.all().get('pg-a.test')).toEqual(['10.0.0.1']);
  pass(10_000);
  await addresses.follow(['pg-a.test']);
  expect(asked).toHaveLength(3);
});

it('forgets a member that is gone', async () => {
  const { addresses } = followed({ 'pg-a.test': ['10.0.0.1'] });
  await addresses.follow(['pg-a.test']);
  await addresses.follow([]);
  expect(addresses.all().size).toBe(0);
});
