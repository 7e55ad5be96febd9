import { parse } from 'yaml';
import { z } from 'zod';
import type { PatroniPlace } from '@/lib/domain/diagnosis/evidence';
import type { Answer } from '@/lib/upstream/answer';
import { lastLine, type RunHostCommand } from '../host-command';
import { lookMs } from './said';

const text = z.coerce.string().optional().catch(undefined);
const object = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z
    .object(shape)
    .partial()
    .catch({} as never)
    .default({} as never);
const dcsKinds = ['etcd3', 'etcd', 'consul', 'zookeeper', 'exhibitor', 'kubernetes', 'raft'] as const;
const hostsText = z
  .union([z.string(), z.array(z.coerce.string())])
  .optional()
  .catch(undefined);

const configSchema = z.looseObject({
  restapi: object({ listen: text }),
  postgresql: object({
    listen: text,
    data_dir: text,
    bin_dir: text,
    pgpass: text,
    authentication: object({
      replication: object({ username: text }),
      superuser: object({ username: text }),
    }),
    parameters: object({ unix_socket_directories: text, log_directory: text }),
  }),
});
const dcsSchema = z.looseObject({ host: text, hosts: hostsText, url: text });

/**
 * Where a member keeps its things, out of its Patroni's own configuration file (YAML). Nothing but the fields of
 * `PatroniPlace` is kept of it: passwords stand in that file. Fails as `run` does, and where it has no `data_dir`.
 */
export async function readPatroniPlace(
  run: RunHostCommand,
  file: string,
  signal: AbortSignal,
): Promise<Answer<PatroniPlace>> {
  const answer = await run(['cat', '--', file], { timeoutMs: lookMs, signal });
  if (!answer.ok) return answer;
  const failed = (reason: string): Answer<PatroniPlace> => ({
    ok: false,
    kind: 'command_failed',
    reason,
    atMs: answer.atMs,
  });
  const { exitCode, stdout, stderr } = answer.value;
  if (exitCode !== 0) return failed(lastLine(stderr) ?? `cat ended with code ${exitCode}`);
  const place = placeOf(stdout, file);
  return place === null
    ? failed(`${file} is no configuration of Patroni with a data_dir`)
    : { ok: true, value: place, atMs: answer.atMs };
}

/** Null when the text is not YAML, or names no data folder. */
export function placeOf(yaml: string, configFile: string): PatroniPlace | null {
  let config: z.infer<typeof configSchema>;
  try {
    config = configSchema.parse(parse(yaml));
  } catch {
    // Whatever a parser says may quote the file.
    return null;
  }
  const { postgresql, restapi } = config;
  if (postgresql.data_dir === undefined) return null;
  const dcsKind = dcsKinds.find((kind) => config[kind] !== undefined) ?? null;
  return {
    configFile,
    dataDirectory: postgresql.data_dir.replace(/\/+$/, ''),
    binDirectory: postgresql.bin_dir?.replace(/\/+$/, '') ?? null,
    listen: listenOf(postgresql.listen),
    restListen: listenOf(restapi.listen)[0] ?? null,
    socketFolders: listOf(postgresql.parameters?.unix_socket_directories),
    logDirectory: postgresql.parameters?.log_directory ?? null,
    passwordFile: postgresql.pgpass ?? null,
    replicationUser: postgresql.authentication?.replication?.username ?? null,
    superuser: postgresql.authentication?.superuser?.username ?? null,
    dcsKind,
    dcsEndpoints: dcsKind === null ? [] : endpointsOf(config[dcsKind], dcsKind),
  };
}

function listOf(value: string | undefined): string[] {
  return (value ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '' && !each.startsWith('@'));
}

/** `10.0.0.1,127.0.0.1:5432`: one port for all addresses. */
function listenOf(value: string | undefined): { address: string; port: number }[] {
  const found = /^(.*):(\d+)$/.exec(value ?? '');
  const [addresses, port] = found === null ? [value, 5432] : [found[1], Number(found[2])];
  return listOf(addresses).map((address) => ({ address: address.replace(/^\[|\]$/g, ''), port }));
}

const usualPorts: Readonly<Record<string, number>> = {
  etcd: 2379,
  etcd3: 2379,
  consul: 8500,
  zookeeper: 2181,
};

function endpointsOf(section: unknown, kind: string): { host: string; port: number }[] {
  const parsed = dcsSchema.safeParse(section);
  if (!parsed.success) return [];
  const { host, hosts, url } = parsed.data;
  const named = Array.isArray(hosts) ? hosts : listOf(hosts);
  return [...named, ...listOf(host), ...listOf(url)].flatMap((each) => {
    const found = /^(?:\w+:\/\/)?(?:[^@/]*@)?\[?([^\]/]+?)\]?(?::(\d+))?(?:\/.*)?$/.exec(each.trim());
    const name = found?.[1];
    return name === undefined ? [] : [{ host: name, port: Number(found?.[2] ?? usualPorts[kind] ?? 2379) }];
  });
}
