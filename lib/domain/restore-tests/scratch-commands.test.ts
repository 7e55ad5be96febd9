import { describe, expect, it } from 'vitest';
import { lsnSchema } from '@/lib/contract/names';
import type { RestoreTarget } from '@/lib/contract/restore';
import { type ScratchRestore, scratchRestoreArguments, scratchSettings } from './scratch-commands';
import { scratchPlace } from './scratch-place';

const place = scratchPlace('/srv/50% tests', '0b9cdf89');
const restore: ScratchRestore = {
  stanza: 'demo',
  config: '/etc/pgbackrest.conf',
  label: '20261123-221702F',
  repository: 2,
  target: { type: 'latest' },
  timeline: 3,
};
const words = (target: RestoreTarget) => scratchRestoreArguments({ ...restore, target }, place);

describe('restoring into a scratch folder', () => {
  it('writes nowhere else, whatever the host’s configuration says', () => {
    expect(words({ type: 'latest' })).toEqual(
      expect.arrayContaining([
        `--pg1-path=${place.data}`,
        `--tablespace-map-all=${place.tablespaces}`,
        `--lock-path=${place.lock}`,
        '--reset-pg1-host',
        '--no-delta',
        '--no-link-all',
        '--reset-link-map',
        '--reset-tablespace-map',
      ]),
    );
    expect(words({ type: 'latest' }).join(' ')).not.toMatch(/--delta|--force|--link-all(?<!no-link-all)/);
  });

  it('always names the set, its repository and the timeline', () => {
    const targets: RestoreTarget[] = [
      { type: 'latest' },
      { type: 'time', at: '2026-11-23T22:30:00.250Z' },
      { type: 'lsn', lsn: lsnSchema.parse('0/9000000') },
      { type: 'xid', xid: '771' },
      { type: 'name', name: 'before' },
    ];
    for (const target of targets) {
      expect(words(target)).toEqual(
        expect.arrayContaining(['--set=20261123-221702F', '--repo=2', '--target-timeline=3']),
      );
    }
  });

  it('gives a moment in UTC', () => {
    expect(words({ type: 'time', at: '2026-11-23T22:30:00.250+02:00' })).toContain(
      '--target=2026-11-23 20:30:00.250+00',
    );
  });

  it('names the timeline of the end of a backup to PostgreSQL, because pgBackRest refuses it', () => {
    const immediate = words({ type: 'immediate' });
    expect(immediate).toContain('--recovery-option=recovery_target_timeline=3');
    expect(immediate.some((word) => word.startsWith('--target-timeline'))).toBe(false);
  });

  it('leaves a member’s queue of asynchronous archive-get alone, and escapes what PostgreSQL would replace', () => {
    const command = words({ type: 'latest' }).find((word) => word.includes('restore_command=')) ?? '';
    expect(command).toContain('--no-archive-async');
    expect(command).toContain('/srv/50%% tests');
    expect(command).toMatch(/archive-get %f "%p"$/);
  });

  it('leaves --repo out where pgBackRest does not know it', () => {
    const old = scratchRestoreArguments({ ...restore, repository: null }, place);
    expect(old.join(' ')).not.toContain('--repo=');
  });
});

describe('a scratch instance', () => {
  it('listens to nobody, archives nothing, follows and subscribes to nobody, and runs nothing that came with the backup', () => {
    expect(scratchSettings(place, 5432, 0)).toMatchObject({
      listen_addresses: '',
      unix_socket_directories: place.folder,
      archive_mode: 'off',
      archive_command: '/bin/false',
      primary_conninfo: '',
      max_logical_replication_workers: '0',
      shared_preload_libraries: '',
      archive_cleanup_command: '',
      recovery_end_command: '',
    });
  });

  it('takes the prepared transactions of a server that allowed many', () => {
    expect(scratchSettings(place, 5432, 500).max_prepared_transactions).toBe('500');
  });
});
