import { readsProxy, writesProxy } from '../lab/haproxy';
import type { MemberName } from '../lab/members';
import { inSection } from './second-haproxy';

/** What a HAProxy called `second` can have wrong, by the title under which Howdah names it. */
export function haproxyFaults(
  leader: MemberName,
  replica: MemberName,
  host: string,
): [string, (configuration: string) => string][] {
  return [
    [
      'second has a server old4 that is no member',
      inSection(writesProxy, (text) => `${text}    server old4 ${host}:5433 check port 8008\n`),
    ],
    [
      `second has no server for ${replica} among its reads`,
      inSection(readsProxy, (text) => text.replace(new RegExp(`^ +server ${replica} .*\n`, 'm'), '')),
    ],
    [
      `second sends no reads to ${replica}`,
      inSection(readsProxy, (text) => text.replace(new RegExp(`(server ${replica} .*)`), '$1 disabled')),
    ],
    [
      `second sends writes to ${replica}`,
      inSection(writesProxy, (text) =>
        text
          .replace(/^ +(option httpchk|http-check).*\n/gm, '')
          .replace(/^ +server .*\n/gm, (line) => (line.includes(`server ${replica} `) ? line : '')),
      ),
    ],
    [
      'second sends reads to nobody',
      inSection(readsProxy, (text) => text.replace('OPTIONS /replica', 'OPTIONS /no-such-page')),
    ],
    [
      `second sends reads to ${leader}, the leader`,
      inSection(readsProxy, (text) => text.replace(/^ +(option httpchk|http-check).*\n/gm, '')),
    ],
  ];
}
