import { z } from 'zod';

/** Later than this a JavaScript date cannot be. */
const lastSecond = 8_640_000_000_000;

const text = z.string().nullish().catch(null);
const number = z.number().nullish().catch(null);
const bytes = z.number().nonnegative().nullish().catch(null);
const seconds = z.number().min(0).max(lastSecond);
const range = z.object({ start: text, stop: text }).nullish().catch(null);
const place = z.object({ id: number, 'repo-key': number }).nullish().catch(null);

const statusWire = z.object({ code: z.number().int(), message: z.string() });

/** Files in which page checksums do not fit; the key changed in 2.37. */
const files = z.array(z.string()).nullish().catch(null);

const backupWire = z.object({
  label: z.string(),
  type: z.enum(['full', 'diff', 'incr']).or(z.unknown().transform(() => 'unknown' as const)),
  database: place,
  timestamp: z.object({ start: seconds, stop: seconds }),
  info: z
    .object({
      size: bytes,
      delta: bytes,
      /** Without `size` for block-incremental backups. */
      repository: z.object({ size: bytes, delta: bytes }).nullish().catch(null),
    })
    .nullish()
    .catch(null),
  archive: range,
  lsn: range,
  prior: text,
  reference: z.array(z.string()).nullish().catch(null),
  /** Since 2.36. */
  error: z.boolean().nullish().catch(null),
  annotation: z.record(z.string(), z.coerce.string()).nullish().catch(null),
  backrest: z.object({ version: text }).nullish().catch(null),
  // From here on only with `--set`.
  'database-ref': z
    .array(z.object({ name: z.string(), oid: z.number() }))
    .nullish()
    .catch(null),
  link: z
    .array(z.object({ name: z.string(), destination: z.string() }))
    .nullish()
    .catch(null),
  tablespace: z
    .array(z.object({ name: z.string(), destination: z.string() }))
    .nullish()
    .catch(null),
  'error-list': files,
  'checksum-page-error': files,
});
export type BackupWire = z.infer<typeof backupWire>;

const stanzaWire = z.object({
  name: z.string(),
  cipher: text,
  status: statusWire.extend({
    lock: z
      .object({
        backup: z
          /** `size` and `size-cplt` since 2.5x, while a backup runs. */
          .object({ held: z.boolean().nullish(), size: bytes, 'size-cplt': bytes })
          .nullish()
          .catch(null),
      })
      .nullish()
      .catch(null),
  }),
  repo: z
    .array(z.object({ key: z.number().int(), cipher: text, status: statusWire.nullish().catch(null) }))
    .nullish(),
  db: z
    .array(
      z.object({
        id: z.number().int(),
        'repo-key': number,
        'system-id': z.coerce.string().nullish().catch(null),
        version: text,
      }),
    )
    .nullish(),
  archive: z.array(z.object({ id: z.string(), database: place, min: text, max: text })).nullish(),
  backup: z.array(backupWire).nullish(),
});
export type StanzaWire = z.infer<typeof stanzaWire>;

/** What `pgbackrest info --output=json` writes, 2.3x to 2.5x, with or without repository numbers. */
export const infoWire = z.array(stanzaWire);

/**
 * Parses JSON in which `system-id` is larger than a JavaScript number, and keeps that as text. In valid JSON this
 * pattern can only be a key with its value: inside of a text its quotes would be escaped. Throws `SyntaxError`.
 */
export function parseInfoJson(json: string): unknown {
  return JSON.parse(json.replace(/("system-id"\s*:\s*)(\d+)/g, '$1"$2"'));
}
