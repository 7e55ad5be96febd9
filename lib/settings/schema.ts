import { isAbsolute, normalize } from 'node:path';
import { Cron } from 'croner';
import { z } from 'zod';
import { readSizeBytes } from './sizes';

const name = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/);
const line = z.string().regex(/^[^\r\n\0]*\S[^\r\n\0]*$/);
const hostName = z.string().regex(/^[A-Za-z0-9_.:[\]-]+$/);
const secret = z.string().min(1);
const fileName = line;
const absolutePath = line.refine(
  isAbsolute,
  'expected an absolute path: pgBackRest takes others from the root folder',
);

/** A variable that fills a number in arrives as text. */
function digits(value: unknown): unknown {
  return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
}
const port = z.preprocess(digits, z.int().min(1).max(65_535));

const webUrl = z
  .url({ protocol: /^https?$/, abort: true })
  .refine(
    (text) => !hasCredentials(text),
    'a user name or password inside a URL is refused: it would end up in logs. Give `username` and `passwordFile` beside it',
  );

function hasCredentials(text: string): boolean {
  return URL.canParse(text) && (new URL(text).username !== '' || new URL(text).password !== '');
}

const patroniUrl = webUrl
  .refine((text) => {
    if (!URL.canParse(text)) return true;
    const { pathname, search, hash } = new URL(text);
    return pathname === '/' && search === '' && hash === '';
  }, 'expected the address alone: Howdah adds the path')
  .transform((text) => new URL(text).origin);

interface Passwords {
  password?: string | undefined;
  passwordFile?: string | undefined;
}

const twoPasswords = 'both `password` and `passwordFile` are given; keep one of them';

function onePassword(value: Passwords, context: z.RefinementCtx): void {
  if (value.password === undefined || value.passwordFile === undefined) return;
  context.addIssue({ code: 'custom', path: ['password'], message: twoPasswords });
}

/** Basic authentication takes both or neither. */
function wholeLogin(value: Passwords & { username?: string | undefined }, context: z.RefinementCtx): void {
  onePassword(value, context);
  const key = value.password === undefined ? 'passwordFile' : 'password';
  if (value[key] !== undefined && value.username === undefined) {
    context.addIssue({ code: 'custom', path: [key], message: 'a password is given without `username`' });
  }
  if (value[key] === undefined && value.username !== undefined) {
    const message = 'a user name is given without `password` or `passwordFile`';
    context.addIssue({ code: 'custom', path: ['username'], message });
  }
}

const network = z.union([z.cidrv4(), z.cidrv6()]);
const domain = z.string().regex(/^\.?[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/);

const members = z.strictObject({
  networks: z.array(network).default([]),
  domains: z.array(domain).default([]),
});

const patroni = z
  .strictObject({
    urls: z.array(patroniUrl).min(1),
    members: members.optional(),
    username: line.optional(),
    password: secret.optional(),
    passwordFile: fileName.optional(),
    ca: fileName.optional(),
    cert: fileName.optional(),
    key: fileName.optional(),
    verify: z.boolean().default(true),
  })
  .superRefine(wholeLogin)
  .superRefine(({ cert, key }, context) => {
    if ((cert === undefined) === (key === undefined)) return;
    const [given, absent] = cert === undefined ? ['key', 'cert'] : ['cert', 'key'];
    const message = `a client certificate needs both: \`${absent}\` is missing`;
    context.addIssue({ code: 'custom', path: [given], message });
  });

const sslmode = z.enum(['disable', 'require', 'verify-full']);
const encryption = { sslmode: sslmode.optional(), ca: fileName.optional() };

function usefulAuthority(
  value: { sslmode?: z.infer<typeof sslmode> | undefined; ca?: string | undefined },
  context: z.RefinementCtx,
): void {
  if (value.ca === undefined || value.sslmode === undefined || value.sslmode === 'verify-full') return;
  const message = `\`ca\` has no effect with \`sslmode: ${value.sslmode}\`; it is for verify-full`;
  context.addIssue({ code: 'custom', path: ['ca'], message });
}

const postgres = z
  .strictObject({
    user: line,
    password: secret.optional(),
    passwordFile: fileName.optional(),
    database: line.default('postgres'),
    ...encryption,
    requireAuth: z
      .array(z.enum(['scram-sha-256', 'md5', 'password']))
      .min(1)
      .optional(),
  })
  .superRefine(onePassword)
  .superRefine(usefulAuthority);

const haproxyPort = z.strictObject({ proxy: line, port });

const haproxy = z
  .strictObject({
    name,
    host: hostName,
    stats: webUrl,
    username: line.optional(),
    password: secret.optional(),
    passwordFile: fileName.optional(),
    writes: haproxyPort.optional(),
    reads: haproxyPort.optional(),
    others: z.array(haproxyPort).superRefine(unique('proxy', 'sections')).default([]),
  })
  .superRefine(wholeLogin);

const sshDestination = line
  .refine(
    (text) => !/(^|@)-/.test(text),
    'a destination that begins with `-` is refused: ssh would take it for an option',
  )
  .refine(
    (text) => !/\s/.test(text),
    'expected one destination without spaces; options belong into an ssh configuration',
  );

/** A program and its words, never a line for a shell. */
const command = z.array(line).min(1);

const host = z
  .strictObject({
    ssh: sshDestination.optional(),
    local: z.literal(true).optional(),
    pgbackrestConfig: absolutePath.optional(),
    patroniService: z.strictObject({ stop: command, start: command, status: command.optional() }).optional(),
    patroniConfig: absolutePath.optional(),
    patroniLog: absolutePath.optional(),
    dataDirectory: absolutePath.optional(),
  })
  .superRefine(({ ssh, local }, context) => {
    if ((ssh === undefined) !== (local === undefined)) return;
    const message =
      ssh === undefined
        ? 'expected `ssh: destination` or `local: true`'
        : 'expected either `ssh` or `local`, found both';
    context.addIssue({ code: 'custom', message });
  });

const hosts = z.record(z.string(), host).superRefine((value, context) => {
  for (const key of Object.keys(value)) {
    if (name.safeParse(key).success) continue;
    const message = `${JSON.stringify(key)} is no name of a member or host: letters, digits, dots, _ and - alone`;
    context.addIssue({ code: 'custom', path: [key], message });
  }
});

/** The host name that means the machine that Howdah runs on, without an entry in `hosts`. */
export const localHost = 'local';

/**
 * What is put after it: `/howdah-restore-test-` and 8 characters, `/.s.PGSQL.` and a port of 5 digits; Linux allows
 * 107 bytes for the path of a unix socket.
 */
const scratchDirectoryBytes = 63;

const scratchDirectory = line
  .refine((text) => isAbsolute(text) && text !== '/', 'expected the absolute path of a folder')
  .refine(
    (text) => normalize(text) === text && !text.endsWith('/'),
    'expected a path without `.`, `..` and a slash at its end',
  )
  .refine(
    (text) => Buffer.byteLength(text) <= scratchDirectoryBytes,
    `expected at most ${scratchDirectoryBytes} bytes: a unix socket is made below it, whose path may have at most 107`,
  );

const cronExpression = line.superRefine((text, context) => {
  const problem = cronProblem(text);
  if (problem !== null) context.addIssue({ code: 'custom', message: problem });
});

const cronFields = 'minute, hour, day of the month, month, day of the week';

function cronProblem(text: string): string | null {
  const count = text.trim().split(/\s+/).length;
  if (count !== 5) return `expected five fields (${cronFields}), found ${count}`;
  try {
    const next = new Cron(text.trim(), { paused: true, mode: '5-part' }).nextRun();
    return next === null ? 'this moment never comes' : null;
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^CronPattern: /, '') : String(error);
    return `expected a cron expression (${cronFields}): ${why}`;
  }
}

/** An assertion's answer, as psql prints it: `true` in YAML is `t`. */
const expected = z
  .union([z.string(), z.number(), z.boolean()])
  .transform((value) => (typeof value === 'boolean' ? (value ? 't' : 'f') : String(value)));

const assertion = z.strictObject({
  name: line,
  database: line,
  sql: z.string().regex(/\S/),
  expect: expected,
});

const restoreTests = z.strictObject({
  host: name,
  directory: scratchDirectory,
  port: port.default(5432),
  schedule: cronExpression.optional(),
  target: z.enum(['latest', 'immediate']).default('latest'),
  maxAgeDays: z.preprocess(digits, z.int().min(1).max(3650)).default(7),
  assertions: z.array(assertion).superRefine(unique('name', 'assertions')).default([]),
  amcheck: z.boolean().optional(),
});

const probeEvery = z.string().transform((text, context) => {
  const seconds = /^(\d{1,4})\s*s$/.exec(text.trim())?.[1];
  if (seconds !== undefined && Number(seconds) >= 1 && Number(seconds) <= 3600) return Number(seconds) * 1000;
  context.addIssue({ code: 'custom', message: 'expected seconds from 1s to 3600s' });
  return z.NEVER;
});

const probes = z
  .strictObject({
    user: line,
    password: secret.optional(),
    passwordFile: fileName.optional(),
    database: line.default('postgres'),
    ...encryption,
    every: probeEvery.optional(),
  })
  .superRefine(onePassword)
  .superRefine(usefulAuthority);

const lagLimit = z.union([z.string(), z.number()]).transform((text, context) => {
  const bytes = readSizeBytes(text);
  if (bytes !== null) return bytes;
  context.addIssue({ code: 'custom', message: 'expected a size with one of the units kB, MB, GB, TB' });
  return z.NEVER;
});

const cluster = z
  .strictObject({
    name,
    patroni,
    postgres: postgres.optional(),
    haproxy: z.array(haproxy).superRefine(unique('name', 'HAProxies')).default([]),
    pgbackrest: z.strictObject({ host: name, stanza: line, config: absolutePath.optional() }).optional(),
    ssh: z.strictObject({ configFile: fileName.optional() }).optional(),
    hosts: hosts.default({}),
    restoreTests: restoreTests.optional(),
    probes: probes.optional(),
    lab: z.boolean().default(false),
    lagLimit: lagLimit.default(16 * 1024 * 1024),
  })
  .superRefine(({ pgbackrest, restoreTests: tests, hosts: known }, context) => {
    for (const [part, host] of Object.entries({ pgbackrest: pgbackrest?.host, restoreTests: tests?.host })) {
      if (host === undefined || host === localHost || Object.hasOwn(known, host)) continue;
      const found = foundHosts(Object.keys(known).map((key) => JSON.stringify(key)));
      const message = `"${host}" is not among the hosts of this cluster (${found}); \`local\` is this machine`;
      context.addIssue({ code: 'custom', path: [part, 'host'], message });
    }
    if (tests === undefined || pgbackrest !== undefined) return;
    const message = 'restore tests need `pgbackrest`, which says whose backups are restored';
    context.addIssue({ code: 'custom', path: ['restoreTests'], message });
  });

function foundHosts(names: readonly string[]): string {
  if (names.length === 0) return 'there are no hosts';
  return names.length === 1 ? `there is only ${names[0]}` : `there are ${names.join(', ')}`;
}

function unique<Key extends string>(key: Key, plural: string) {
  return (entries: readonly Record<Key, string>[], context: z.RefinementCtx): void => {
    for (const [index, entry] of entries.entries()) {
      if (entries.findIndex((other) => other[key] === entry[key]) === index) continue;
      const message = `two ${plural} are named ${JSON.stringify(entry[key])}`;
      context.addIssue({ code: 'custom', path: [index, key], message });
    }
  };
}

export const databaseUrl = z.url({ protocol: /^postgres(ql)?$/ });
export const listenPort = z.preprocess(digits, z.int().min(0).max(65_535));
export const listenHost = hostName;
export const logLevel = z.enum(['debug', 'info', 'warn', 'error']);

/** `howdah.yaml` as it is written, variables filled in; files are still named, not read. */
export const settingsFile = z.strictObject({
  listen: z
    .strictObject({ host: listenHost.default('127.0.0.1'), port: listenPort.default(8080) })
    .prefault({}),
  data: fileName.optional(),
  databaseUrl: databaseUrl.optional(),
  allowedHosts: z.array(hostName).default([]),
  logLevel: logLevel.default('info'),
  clusters: z.array(cluster).min(1).superRefine(unique('name', 'clusters')),
});
export type SettingsFile = z.infer<typeof settingsFile>;
export type ClusterFile = SettingsFile['clusters'][number];
