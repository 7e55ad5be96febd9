import { shellText } from './shell-text';

/**
 * A `patronictl` line that can be run as it stands on a member's host. `config`: Patroni's configuration there; null
 * leaves it to patronictl's own default. `scope`: the cluster's name in Patroni; null where it is not known, then
 * patronictl takes the one of its configuration. `words` come after the scope: members, options.
 * Source: `ctl.py` of Patroni 3.0 to 4.1, in which every command used here takes the scope first.
 */
export function patronictlText(
  { config, scope }: { readonly config: string | null; readonly scope: string | null },
  command: string,
  words: readonly string[] = [],
): string {
  const place = config === null ? [] : ['-c', config];
  return shellText(['patronictl', ...place, command, ...(scope === null ? [] : [scope]), ...words]);
}
