import { databaseWord } from './conninfo';
import { patronictlText } from './patronictl';
import { shellText } from './shell-text';

/** What commands to Patroni must name so that they run as they are written; of a cluster's settings. */
export interface PatroniByHand {
  /** Null without authentication. The password is never named: curl asks for it. */
  readonly username: string | null;
  /** Files on Howdah's machine, where `curl` is to be run; null where the settings have none. */
  readonly ca: string | null;
  readonly cert: string | null;
  readonly key: string | null;
  /** False: the certificate is not looked at. */
  readonly verify: boolean;
  /** Patroni's configuration on each member's host. */
  readonly configs: Readonly<Record<string, string>>;
}

/** A request to Patroni as a `curl` command. */
export function curlText(method: string, url: string, by: PatroniByHand, body?: unknown): string {
  const isTls = url.startsWith('https:');
  return shellText([
    ...['curl', '-X', method],
    ...(isTls && by.ca !== null ? ['--cacert', by.ca] : []),
    ...(isTls && by.cert !== null ? ['--cert', by.cert] : []),
    ...(isTls && by.key !== null ? ['--key', by.key] : []),
    ...(isTls && !by.verify ? ['--insecure'] : []),
    ...(by.username === null ? [] : ['-u', by.username]),
    ...(body === undefined ? [] : ['-H', 'Content-Type: application/json', '-d', JSON.stringify(body)]),
    url,
  ]);
}

/** A `patronictl` command for the host of `member`; null: no member is known to run it on. */
export function patronictlBy(
  { configs }: Pick<PatroniByHand, 'configs'>,
  scope: string | null,
  member: string | null,
  command: string,
  words: readonly string[] = [],
): string {
  const config = member !== null && Object.hasOwn(configs, member) ? (configs[member] ?? null) : null;
  return patronictlText({ config, scope }, command, words);
}

/** Where `psql` connects to: `host` is a name, or the folder of a socket. Null leaves it to psql's own default. */
export interface PsqlPlace {
  readonly program: string;
  readonly host: string | null;
  readonly port: number | null;
  readonly user: string;
  readonly database: string;
}

/** A `psql` command that runs statements one after another. */
export function psqlText(
  { program, host, port, user, database }: PsqlPlace,
  statements: readonly string[],
): string {
  return shellText([
    program,
    ...(host === null ? [] : ['-h', host]),
    ...(port === null ? [] : ['-p', String(port)]),
    ...['-U', user, '-d', databaseWord(database)],
    ...statements.flatMap((sql) => ['-c', sql]),
  ]);
}
