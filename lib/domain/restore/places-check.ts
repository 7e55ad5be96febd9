import type { Check } from '@/lib/contract/operations';
import { block, listed, warn } from '../preflight';
import type { RestoreHost } from './restore-facts';

/**
 * Whether the account can write where the data's tablespaces and links lead. pgBackRest always restores a tablespace to
 * its own path, and a link (pg_wal, say) only with `link-all` or where its configuration names the link.
 */
export function placesChecks({ member, account, unwritable }: RestoreHost): Check[] {
  const paths = (what: 'tablespace' | 'link') =>
    unwritable.filter((place) => place.what === what).map(({ path }) => path);
  const [tablespaces, links] = [paths('tablespace'), paths('link')];
  return [
    ...(tablespaces.length === 0
      ? []
      : [
          block(
            'tablespaces',
            `${account} cannot write ${listed(tablespaces)} on ${member}`,
            `A tablespace is restored there. Make the folder, owned by ${account}, or choose another member.`,
          ),
        ]),
    ...(links.length === 0
      ? []
      : [
          warn(
            'links',
            `${account} cannot write ${listed(links)} on ${member}`,
            'A link of the data folder leads there. With link-all in pgBackRest’s configuration the restore fails on it.',
          ),
        ]),
  ];
}
