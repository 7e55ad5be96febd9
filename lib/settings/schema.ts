import { isAbsolute } from 'node:path';
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

const patroni = z
  .strictObject({
    urls: z.array(patroniUrl).min(1),
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

const postgres = z
  .strictObject({
    user: line,
    password: secret.optional(),
    passwordFile: fileName.optional(),
    database: line.default('postgres'),
    sslmode: z.enum(['disable', 'require', 'verify-full']).optional(),
    ca: fileName.optional(),
  })
  .superRefine(onePassword)
  .superRefine(({ sslmode, ca }, context) => {
    if (ca === undefined || sslmode === undefined || sslmode === 'verify-full') return;
    const message = `\`ca\` has no effect with \`sslmode: ${sslmode}\`; it is for verify-full`;
    context.addIssue({ code: 'custom', path: ['ca'], message });
  });

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
    patroniService: z.strictObject({ stop: command, start: command }).optional(),
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
    lagLimit: lagLimit.default(16 * 1024 * 1024),
  })
  .superRefine(({ pgbackrest, hosts: known }, context) => {
    if (pgbackrest === undefined || pgbackrest.host === localHost) return;
    if (Object.hasOwn(known, pgbackrest.host)) return;
    const names = Object.keys(known).map((key) => JSON.stringify(key));
    const found = foundHosts(names);
    const message = `"${pgbackrest.host}" is not among the hosts of this cluster (${found}); \`local\` is this machine`;
    context.addIssue({ code: 'custom', path: ['pgbackrest', 'host'], message });
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
