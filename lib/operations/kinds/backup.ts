import { type BackupInput, backupInputSchema } from '@/lib/contract/operations';
import {
  type BackupOptions,
  backupCommands,
  backupSteps,
  backupTitle,
  judgeBackup,
  typeTitles,
} from '@/lib/domain/repository/backup-plan';
import { readBackupOptions } from '@/lib/upstream/pgbackrest/backup-options';
import { defineKind, type PlanContext } from '../kind';
import { beginBackup } from './backup-steps';
import { asNumbered, repositoryNow, repositoryPlace, runnerAt } from './repository-place';

const optionsMs = 5_000;

/** Takes a backup, with whatever pgBackRest's own configuration says of how. */
export const backup = defineKind<BackupInput>({
  kind: 'backup',
  schema: backupInputSchema,
  role: 'operator',
  confirm: 'button',
  measures: [],
  title: backupTitle,
  memberOf: () => null,
  async plan(input, context) {
    const place = repositoryPlace(context.port.settings);
    const [now, options] = await Promise.all([repositoryNow(context), configured(context)]);
    const asked = asNumbered(input, now.index);
    return {
      ...judgeBackup({ ...now, options, nowMs: context.nowMs }, input),
      options: null,
      steps: backupSteps(place.host, place, asked),
      commands: backupCommands(place, asked),
      confirmLabel: `Take ${input.type === 'incr' ? 'an' : 'a'} ${typeTitles[input.type].toLowerCase()}`,
    };
  },
  begin: beginBackup,
});

async function configured({ hosts, port: { settings } }: PlanContext): Promise<BackupOptions> {
  const { pgbackrest } = settings;
  if (pgbackrest === null) return { version: null, standby: null };
  const answer = await readBackupOptions(runnerAt(hosts, pgbackrest.host), pgbackrest, {
    timeoutMs: optionsMs,
  });
  return answer.ok ? answer.value : { version: null, standby: null };
}
