import { renameSync } from 'node:fs';
import { dataOf, type MemberFault, onHost, type Place, startUntilLogged } from './member-fault';
import { changePatroni } from './patroni-change';
import { waitFor } from './wait';

async function writeSegments({ lab, leader }: Place, count: number): Promise<void> {
  for (let segment = 0; segment < count; segment += 1) {
    await lab.psql(leader, "select pg_logical_emit_message(false, 'fault', 'x'); select pg_switch_wal()");
  }
  await lab.psql(leader, 'checkpoint');
}

/** Without its configuration archive-get gives nothing. Answers what gives it back. */
function withoutArchive({ lab, member }: Place): () => void {
  const configuration = lab.layout.members[member].pgbackrestConfig;
  renameSync(configuration, `${configuration}.aside`);
  return () => renameSync(`${configuration}.aside`, configuration);
}

async function reinitialize({ api, member }: Place, force: boolean): Promise<void> {
  await api.post('/api/clusters/demo/operations', {
    kind: 'reinitialize',
    input: { member, force },
    confirm: 'demo',
  });
}

/** Lets it write without the cluster, never promoted, so that the timeline stays. Answers the segment of its checkpoint. */
async function writeApart(place: Place): Promise<string> {
  const data = dataOf(place);
  const start = `pg_ctl -D ${data} -l /dev/null -o "-c archive_mode=off" -w start`;
  await onHost(place, `rm ${data}/standby.signal && ${start}`);
  await place.lab.psql(place.member, 'create table apart (); checkpoint');
  await onHost(place, `pg_ctl -D ${data} -m fast -w stop && touch ${data}/standby.signal`);
  return onHost(place, `pg_controldata -D ${data} | sed -n "s/^Latest checkpoint's REDO WAL file: *//p"`);
}

/** What keeps a member from going on with its WAL. */
export const walFaults = [
  {
    name: 'the required WAL gone',
    cause: 'wal-gone',
    seen: /has already been removed/,
    async make(place) {
      const { lab, leader, member } = place;
      await lab.stop(member);
      const slot = () =>
        lab.psql(leader, `select count(*) from pg_replication_slots where slot_name = '${member}'`);
      await waitFor('the leader to drop its slot', 60_000, async () => (await slot()) === '0');
      await writeSegments(place, 8);
      const giveBack = withoutArchive(place);
      await startUntilLogged(place, /has already been removed/);
      return async () => giveBack();
    },
  },
  {
    name: 'a diverged timeline without rewind',
    cause: 'diverged',
    seen: /timeline/,
    async make(place) {
      const { lab, leader, member } = place;
      await changePatroni(lab, leader, 'PATCH', 'config', { postgresql: { use_pg_rewind: false } });
      await lab.stop(member);
      const data = dataOf(place);
      // Its history must not reach the repository: every member would follow it from there.
      await onHost(
        place,
        `pg_ctl -D ${data} -l /dev/null -o "-c archive_mode=off" -w start && pg_ctl -D ${data} -w promote`,
      );
      await lab.psql(member, 'create table apart (); checkpoint');
      await onHost(place, `pg_ctl -D ${data} -m fast -w stop`);
      await startUntilLogged(
        place,
        /is not in this server's history|forked off current database system timeline|is behind recovery timeline|is not a child of this server's history/,
      );
      return async () => {
        await changePatroni(lab, leader, 'PATCH', 'config', { postgresql: { use_pg_rewind: true } });
        await reinitialize(place, false);
      };
    },
  },
  {
    name: 'WAL of its own on the same timeline',
    cause: 'wal-does-not-fit',
    seen: /again and again|flush position/,
    async make(place) {
      await place.lab.stop(place.member);
      await writeApart(place);
      // The archive has the leader's segments: with them it would not even start.
      const giveBack = withoutArchive(place);
      await writeSegments(place, 1);
      await startUntilLogged(
        place,
        /incorrect prev-link|invalid (?:resource manager ID|record length)|contrecord/,
      );
      return async () => {
        giveBack();
        await reinitialize(place, true);
      };
    },
  },
  {
    name: 'no valid checkpoint to start from',
    cause: 'no-checkpoint',
    seen: /could not locate a valid checkpoint record/,
    async make(place) {
      await place.lab.stop(place.member);
      const segment = await writeApart(place);
      await writeSegments(place, 1);
      await waitFor('the leader’s segment to be archived', 60_000, async () => {
        const last = await place.lab.psql(place.leader, 'select last_archived_wal from pg_stat_archiver');
        return last.slice(8, 24) >= segment.slice(8, 24);
      });
      await startUntilLogged(place, /could not locate a valid checkpoint record/);
      return async () => reinitialize(place, true);
    },
  },
] as const satisfies readonly MemberFault[];
