import type { MemberEvidence } from '../evidence';
import type { Pattern } from '../pattern';

const tolerableMs = 5000;

const isOff = ({ aheadMs, uncertainMs }: NonNullable<MemberEvidence['clock']>) =>
  Math.abs(aheadMs) - uncertainMs >= tolerableMs;

export const clockSkew: Pattern = {
  id: 'clock-skew',
  title: 'Its clock is wrong',
  short: 'clock wrong',
  meaning:
    'Leases, certificates and recovery to a moment go by the clock. Patroni itself tolerates it, restores and logs do not.',
  source: { title: 'chrony: frequently asked questions', url: 'https://chrony-project.org/faq.html' },
  ruledOutBy: [
    {
      words: 'The clocks differ by less than 5 s, or by less than the asking took.',
      holds: ({ clock }) => clock !== null && !isOff(clock),
    },
  ],
  match({ clock, member }) {
    if (clock === null) return null;
    const seconds = Math.round(Math.abs(clock.aheadMs) / 1000);
    return {
      certainty: 'certain',
      because: [`It is ${seconds} s ${clock.aheadMs > 0 ? 'ahead of' : 'behind'} Howdah’s.`],
      fix: 'Let it be kept by NTP; see also that Howdah’s own is right.',
      commands: [{ where: member, text: 'timedatectl && chronyc tracking' }],
    };
  },
};
