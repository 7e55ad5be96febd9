import { shellText } from './shell-text';

/** A member’s host, as `patronictl` has to be told of it. */
export interface PatronictlPlace {
  /** Patroni's configuration there; null leaves it to patronictl's own default. */
  readonly config: string | null;
  /** The cluster's name in Patroni; null where it is not known, then patronictl takes the one of its configuration. */
  readonly scope: string | null;
}

/**
 * The argument vector of `patronictl`, to be run on a member's host. `words` come after the scope: members, options.
 * Source: `ctl.py` of Patroni 3.0 to 4.1, in which every command used here takes the scope first.
 */
export function patronictlArguments(
  { config, scope }: PatronictlPlace,
  command: string,
  words: readonly string[] = [],
): string[] {
  const place = config === null ? [] : ['-c', config];
  return ['patronictl', ...place, command, ...(scope === null ? [] : [scope]), ...words];
}

/** The same as a line that can be run there as it stands. */
export function patronictlText(
  place: PatronictlPlace,
  command: string,
  words: readonly string[] = [],
): string {
  return shellText(patronictlArguments(place, command, words));
}
