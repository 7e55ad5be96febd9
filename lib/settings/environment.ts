import type { z } from 'zod';
import { databaseUrl, listenHost, listenPort, logLevel } from './schema';
import type { SettingsProblem } from './settings-error';
import type { Settings } from './types';

/** The variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What the environment sets over the file. Unset and empty variables set nothing. */
export interface EnvironmentSettings {
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly dataFolder: string | undefined;
  readonly databaseUrl: string | undefined;
  readonly logLevel: Settings['logLevel'] | undefined;
}

/** Reads the variables that override the file; what is wrong with them is added to `problems`. */
export function readEnvironment(environment: Environment, problems: SettingsProblem[]): EnvironmentSettings {
  function read<Value>(variable: string, schema: z.ZodType<Value>, expected: string, example: string) {
    const text = environment[variable];
    if (text === undefined || text === '') return undefined;
    const parsed = schema.safeParse(text);
    if (parsed.success) return parsed.data;
    problems.push({
      place: `the environment variable ${variable}`,
      line: null,
      keyPath: '',
      words: `expected ${expected}`,
      example: `${variable}=${example}`,
    });
    return undefined;
  }
  return {
    host: read('HOWDAH_HOST', listenHost, 'an address or a host name', '127.0.0.1'),
    port: read('HOWDAH_PORT', listenPort, 'a port from 0 to 65535', '8080'),
    dataFolder: environment.HOWDAH_DATA === '' ? undefined : environment.HOWDAH_DATA,
    databaseUrl: read(
      'DATABASE_URL',
      databaseUrl,
      'the URL of a PostgreSQL database',
      'postgresql://howdah@db.example.com/howdah',
    ),
    logLevel: read('HOWDAH_LOG_LEVEL', logLevel, 'debug, info, warn or error', 'info'),
  };
}
