import { ports } from './address-block';
import type { LabContext } from './lab-context';
import type { HostLayout, Layout } from './layout';
import { type MemberName, memberNames, stanzaName } from './members';
import { runProgram, tryProgram } from './run-program';

export function memberPgbackrestConfig(layout: Layout, member: MemberName): string {
  return [
    '[global]',
    ...commonOptions(layout, layout.members[member]),
    '',
    `[${stanzaName}]`,
    ...databaseOptions(layout, member, 1),
    '',
  ].join('\n');
}

export function repositoryPgbackrestConfig(layout: Layout): string {
  return [
    '[global]',
    ...commonOptions(layout, layout.repository),
    'repo1-retention-full=3',
    'repo1-bundle=y',
    'backup-standby=y',
    'start-fast=y',
    'process-max=2',
    '',
    `[${stanzaName}]`,
    ...memberNames.flatMap((member, position) => databaseOptions(layout, member, position + 1)),
    '',
  ].join('\n');
}

function commonOptions(layout: Layout, host: HostLayout): string[] {
  return [
    `repo1-path=${layout.repository.backups}`,
    `log-path=${host.pgbackrestWork}/log`,
    `lock-path=${host.pgbackrestWork}/lock`,
    `spool-path=${host.pgbackrestWork}/spool`,
    'log-level-console=warn',
    'log-level-file=info',
    'compress-type=lz4',
  ];
}

function databaseOptions(layout: Layout, member: MemberName, position: number): string[] {
  const { data, socketFolder } = layout.members[member];
  return [
    `pg${position}-path=${data}`,
    `pg${position}-socket-path=${socketFolder}`,
    `pg${position}-port=${ports.postgres}`,
    `pg${position}-user=postgres`,
  ];
}

/** Runs pgBackRest on the repository host's side, as the account that owns the repository. */
export async function onRepository(
  { layout, service, programs }: LabContext,
  ...command: readonly string[]
): Promise<string> {
  return runProgram(
    programs.pgbackrest,
    [`--config=${layout.repository.pgbackrestConfig}`, `--stanza=${stanzaName}`, ...command],
    { userId: service.userId, groupId: service.groupId, timeoutMs: 120_000 },
  );
}

export interface LastBackup {
  readonly label: string;
  readonly type: string;
  readonly sizeBytes: number;
  readonly stoppedAt: Date;
}

interface InfoBackup {
  readonly label: string;
  readonly type: string;
  readonly info: { readonly size: number };
  readonly timestamp: { readonly stop: number };
}

export async function readLastBackup({
  layout,
  service,
  programs,
}: LabContext): Promise<LastBackup | undefined> {
  const result = await tryProgram(
    programs.pgbackrest,
    [`--config=${layout.repository.pgbackrestConfig}`, `--stanza=${stanzaName}`, '--output=json', 'info'],
    { userId: service.userId, groupId: service.groupId, timeoutMs: 10_000 },
  );
  return result.exitCode === 0 ? lastBackupIn(result.output) : undefined;
}

/** In what `pgbackrest info --output=json` prints of one stanza. */
export function lastBackupIn(info: string): LastBackup | undefined {
  const stanzas = JSON.parse(info) as { readonly backup?: readonly InfoBackup[] }[];
  const last = stanzas[0]?.backup?.at(-1);
  return (
    last && {
      label: last.label,
      type: last.type,
      sizeBytes: last.info.size,
      stoppedAt: new Date(last.timestamp.stop * 1000),
    }
  );
}
