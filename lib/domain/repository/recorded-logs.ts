/** For tests: what pgBackRest 2.45 really wrote, with other paths. */

/** A full backup with `backup-standby=y`; most of its lines on single files left out. */
export const fullBackup = `2026-11-23 22:06:19.625 P00   INFO: backup command begin 2.45: --backup-standby --config=/srv/lab/repo-host/pgbackrest.conf --pg1-path=/srv/lab/node1/home/data --pg2-path=/srv/lab/node2/home/data --pg3-path=/srv/lab/node3/home/data --repo1-retention-full=3 --stanza=demo --type=full
2026-11-23 22:06:21.437 P00   INFO: execute non-exclusive backup start: backup begins after the requested immediate checkpoint completes
2026-11-23 22:06:21.838 P00   INFO: backup start archive = 000000010000000000000012, lsn = 0/120000B0
2026-11-23 22:06:21.838 P00   INFO: wait for replay on the standby to reach 0/120000B0
2026-11-23 22:06:22.139 P00   INFO: replay on the standby reached 0/120000B0
2026-11-23 22:06:22.139 P00   INFO: check archive for prior segment 000000010000000000000011
2026-11-23 22:06:23.205 P00 DETAIL: store zero-length file /srv/lab/node1/home/data/base/1/13394
2026-11-23 22:06:23.731 P01 DETAIL: backup file /srv/lab/node1/home/data/postgresql.base.conf (bundle 1/0, 28.9KB, 0.09%) checksum d7603410ac5f7d3a05e60b5c912e0ab153a309d6
2026-11-23 22:06:23.731 P01 DETAIL: backup file /srv/lab/node1/home/data/postgresql.auto.conf (bundle 1/13516, 88B, 0.09%) checksum c6b93d1c2880daea891c8879c86d167c6678facf
2026-11-23 22:06:23.733 P02 DETAIL: backup file /srv/lab/node2/home/data/base/4/2663 (bundle 2/2195144, 40KB, 37.18%) checksum 28cb6c804f44fe6c3aa029788dfe22d073c6bcd0
2026-11-23 22:06:23.733 P02 DETAIL: backup file /srv/lab/node2/home/data/base/4/2662 (bundle 2/2203706, 32KB, 37.29%) checksum 48e2553386f6399abd8af6e3acd7bcb6f7b070db
2026-11-23 22:06:23.735 P03 DETAIL: backup file /srv/lab/node2/home/data/base/16388/16389 (bundle 3/2013068, 64KB, 99.63%) checksum 56f5706d5f5da460c38975582123bcabfd67dc0e
2026-11-23 22:06:23.735 P03 DETAIL: backup file /srv/lab/node2/home/data/base/16388/1259 (bundle 3/2041094, 112KB, 100.00%) checksum addfe9a74d68434d7a556d145d8943f0417e7cc4
2026-11-23 22:06:23.937 P00   INFO: execute non-exclusive backup stop and wait for all WAL segments to archive
2026-11-23 22:06:24.138 P00   INFO: backup stop archive = 000000010000000000000012, lsn = 0/12013890
2026-11-23 22:06:24.139 P00 DETAIL: wrote 'backup_label' file returned from backup stop function
2026-11-23 22:06:24.141 P00   INFO: check archive for segment(s) 000000010000000000000012:000000010000000000000012
2026-11-23 22:06:24.146 P00   INFO: new backup label = 20261123-220621F
2026-11-23 22:06:24.162 P00   INFO: full backup size = 29.8MB, file total = 1278
2026-11-23 22:06:24.163 P00   INFO: backup command end: completed successfully (4540ms)
2026-11-23 22:06:24.163 P00   INFO: expire command begin 2.45: --config=/srv/lab/repo-host/pgbackrest.conf --repo1-retention-full=3 --stanza=demo
2026-11-23 22:06:24.164 P00   INFO: expire command end: completed successfully (1ms)
`;

/** A backup ended by SIGTERM. */
export const stoppedBackup = `2026-11-23 22:12:12.557 P00   INFO: execute non-exclusive backup start: backup begins after the requested immediate checkpoint completes
2026-11-23 22:12:12.960 P00   INFO: backup start archive = 000000010000000000000037, lsn = 0/37000028
2026-11-23 22:12:12.961 P00   INFO: wait for replay on the standby to reach 0/37000028
2026-11-23 22:12:13.323 P00   INFO: backup command end: terminated on signal [SIGTERM]
`;

/** A backup while another ran. */
export const lockedBackup = `2026-11-23 22:12:13.084 P00  ERROR: [050]: unable to acquire lock on file '/srv/lab/repo-host/pgbackrest/lock/demo-backup.lock': Resource temporarily unavailable
                                    HINT: is another pgBackRest process running?
2026-11-23 22:12:13.084 P00   INFO: backup command end: aborted with exception [050]
`;

/** The end of a backup that went on with one that a leader change had broken off. */
export const resumedBackup = `2026-11-23 22:12:54.203 P00   WARN: resumable backup 20261123-221238F of same type exists -- invalid files will be removed then the backup will resume
2026-11-23 22:12:54.203 P00 DETAIL: remove path '/srv/lab/repo-host/repository/backup/demo/20261123-221238F/bundle' from resumed backup
2026-11-23 22:12:56.580 P02 DETAIL: backup file /srv/lab/node1/home/data/base/5/16411 (284MB, 90.33%) checksum da4b7528ef7a83f85bca83aaeb453d2fa30d2691
2026-11-23 22:12:59.427 P00   INFO: execute non-exclusive backup stop and wait for all WAL segments to archive
2026-11-23 22:12:59.535 P00   INFO: new backup label = 20261123-221238F
2026-11-23 22:12:59.552 P00   INFO: full backup size = 314.6MB, file total = 1283
2026-11-23 22:12:59.552 P00   INFO: backup command end: completed successfully (8694ms)
2026-11-23 22:12:59.553 P00   INFO: repo1: expire full backup 20261123-221044F
2026-11-23 22:12:59.554 P00   INFO: repo1: remove expired backup 20261123-221044F
2026-11-23 22:12:59.559 P00   INFO: repo1: 15-1 remove archive, start = 00000001000000000000001E, stop = 00000001000000000000001F
2026-11-23 22:12:59.559 P00   INFO: expire command end: completed successfully (7ms)
`;

/** A verification with one damaged file and one damaged WAL segment. */
export const verifyDamaged = `2026-11-23 22:10:54.267 P00   INFO: verify command begin 2.45: --output=text --stanza=demo --verbose
2026-11-23 22:10:54.392 P02   INFO: invalid checksum '20261123-221051F/pg_data/base/1/4156.lz4'
2026-11-23 22:11:09.433 P01   INFO: invalid result 15-1/0000000100000000/000000010000000000000022-56b9c3cf0fd5a6eaef1e5894b073479c757dd99c.lz4: [29] raised from local-1 protocol: lz4 error: [-16] ERROR_decompressionFailed
                                    [FormatError] on retry after 0ms
                                    [FormatError] on retry after 15000ms
2026-11-23 22:11:09.433 P00   INFO: stanza: demo
                                    status: error
                                      archiveId: 15-1, total WAL checked: 5, total valid WAL: 4
                                        missing: 0, checksum invalid: 0, size invalid: 0, other: 1
                                      backup: 20261123-221044F, status: valid, total files checked: 1278, total valid files: 1278
                                        missing: 0, checksum invalid: 0, size invalid: 0, other: 0
                                      backup: 20261123-221051F, status: invalid, total files checked: 1278, total valid files: 1277
                                        missing: 0, checksum invalid: 1, size invalid: 0, other: 0
stanza: demo
status: error
  archiveId: 15-1, total WAL checked: 5, total valid WAL: 4
    missing: 0, checksum invalid: 0, size invalid: 0, other: 1
  backup: 20261123-221044F, status: valid, total files checked: 1278, total valid files: 1278
    missing: 0, checksum invalid: 0, size invalid: 0, other: 0
  backup: 20261123-221051F, status: invalid, total files checked: 1278, total valid files: 1277
    missing: 0, checksum invalid: 1, size invalid: 0, other: 0
2026-11-23 22:11:09.433 P00   INFO: verify command end: completed successfully (15168ms)
`;

/** A verification that found nothing. */
export const verifyWhole = `2026-11-23 22:11:40.407 P00   INFO: verify command begin 2.45: --output=text --stanza=demo --verbose
stanza: demo
status: ok
  archiveId: 15-1, total WAL checked: 6, total valid WAL: 6
    missing: 0, checksum invalid: 0, size invalid: 0, other: 0
  backup: 20261123-221044F, status: valid, total files checked: 1278, total valid files: 1278
    missing: 0, checksum invalid: 0, size invalid: 0, other: 0
2026-11-23 22:11:40.663 P00   INFO: verify command end: completed successfully (257ms)
`;

/** What expiring one set would remove. */
export const expireSet = `2026-11-23 22:06:29.799 P00   INFO: [DRY-RUN] expire command begin 2.45: --dry-run --set=20261123-220242F --stanza=demo
2026-11-23 22:06:29.800 P00   INFO: [DRY-RUN] repo1: expire adhoc backup set 20261123-220242F, 20261123-220242F_20261123-220539I
2026-11-23 22:06:29.800 P00   INFO: [DRY-RUN] repo1: remove expired backup 20261123-220242F_20261123-220539I
2026-11-23 22:06:29.800 P00   INFO: [DRY-RUN] repo1: remove expired backup 20261123-220242F
2026-11-23 22:06:29.800 P00   INFO: [DRY-RUN] expire command end: completed successfully (2ms)
`;

/** What a smaller retention would remove. */
export const expireRetention = `2026-11-23 22:12:59.840 P00   INFO: [DRY-RUN] repo1: expire full backup 20261123-221047F
2026-11-23 22:12:59.840 P00   INFO: [DRY-RUN] repo1: remove expired backup 20261123-221047F
2026-11-23 22:12:59.840 P00   INFO: [DRY-RUN] repo1: 15-1 remove archive, start = 0000000100000000, stop = 000000020000000000000049
2026-11-23 22:12:59.840 P00   INFO: [DRY-RUN] expire command end: completed successfully (2ms)
`;

/** The last full backup is kept. */
export const expireLastFull = `2026-11-23 22:13:01.168 P00  ERROR: [075]: [DRY-RUN] repo1: full backup 20261123-221238F cannot be expired until another full backup has been created on this repo
2026-11-23 22:13:01.168 P00  ERROR: [104]: [DRY-RUN] expire command encountered 1 error(s), check the log file for details
2026-11-23 22:13:01.168 P00   INFO: [DRY-RUN] expire command end: aborted with exception [104]
`;

/** No such set. */
export const expireUnknown = `2026-11-23 22:06:30.212 P00   WARN: [DRY-RUN] backup 20200101-000000F does not exist
                                    HINT: run the info command and confirm the backup is listed
2026-11-23 22:06:30.213 P00   INFO: [DRY-RUN] repo1: 15-1 no archive to remove
2026-11-23 22:06:30.213 P00   INFO: [DRY-RUN] expire command end: completed successfully (3ms)
`;
