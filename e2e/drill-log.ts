import { expect } from 'playwright/test';
import { type DrillReport, drillLogLineSchema, drillReportSchema } from '@/lib/contract/drills';
import {
  backwardsFromLog,
  type LogLine,
  readLog,
  rowsFromLog,
  sideFromLog,
} from '@/lib/domain/drills/fixtures/account-from-log';
import type { Lab } from '../lab/lab';
import { type MemberName, memberNames } from '../lab/members';
import type { Api } from './api';
import { trueLeader } from './cluster-truth';

export const schemaOfDrill = (id: string): string => `howdah_drill_${id.slice(0, 8)}`;

export async function drillReport(api: Api, id: string): Promise<DrillReport> {
  return drillReportSchema.parse(await api.get(`/api/clusters/${api.cluster}/drills/${id}`));
}

/** Everything that the load of a drill has told so far. */
export async function drillLog(api: Api, id: string): Promise<LogLine[]> {
  const answer = await fetch(`${api.url}/api/clusters/${api.cluster}/drills/${id}/requests`);
  if (!answer.ok) throw new Error(`the request log: ${answer.status} ${await answer.text()}`);
  expect(answer.headers.get('content-type')).toContain('application/x-ndjson');
  const log = readLog(await answer.text());
  for (const line of log) drillLogLineSchema.parse(line);
  return log;
}

/** Holds every figure of a report against what an independent reading of its log, and its table, say. */
export async function expectExact(lab: Lab, api: Api, report: DrillReport): Promise<void> {
  const log = await drillLog(api, report.id);
  expect(log[0]?.type).toBe('begun');
  expect(log.at(-1)?.type).toBe('ended');
  const moment = (at: string | null) => (at === null ? null : Date.parse(at));
  const circumstances = {
    endMs: moment(report.loadEndedAt) ?? Number.NaN,
    eventMs: moment(report.eventAt),
    eventEndMs: moment(report.eventEndedAt),
    memberOf: (address: string) => memberNames.find((name) => lab.addressOf(name) === address) ?? address,
  };
  for (const purpose of ['writes', 'reads'] as const) {
    const { target, ...side } = report[purpose] ?? { target: null };
    expect(target).toMatch(/^haproxy:500[01]$/);
    expect(side, purpose).toEqual(sideFromLog(log, purpose, circumstances));
  }
  expect(report.backwards).toEqual(backwardsFromLog(log));
  const there = await keptRows(lab, report.id);
  expect(report.account).toEqual(rowsFromLog(log, there));
}

/** From now on whoever drops the schema of a drill leaves a copy of the rows that really were in it. */
export async function keepDrillRows(lab: Lab): Promise<void> {
  const { leader } = await trueLeader(lab);
  await lab.psql(leader, keepRows, 'app');
}

const keepRows = `
create schema if not exists seen;
create table if not exists seen.drill_rows (drill text, writer integer, number integer);
create or replace function seen.keep_drill_rows() returns event_trigger language plpgsql security definer as $$
declare name text;
begin
  for name in select nspname from pg_namespace where nspname like 'howdah\\_drill\\_%' loop
    execute format('insert into seen.drill_rows select %L, writer, number from %I.rows', name, name);
  end loop;
end $$;
drop event trigger if exists keep_drill_rows;
create event trigger keep_drill_rows on ddl_command_start when tag in ('DROP SCHEMA')
  execute function seen.keep_drill_rows();
`;

async function keptRows(lab: Lab, id: string): Promise<Set<string>> {
  const { leader } = await trueLeader(lab);
  const sql = `select writer || '/' || number from seen.drill_rows where drill = '${schemaOfDrill(id)}'`;
  return new Set((await lab.psql(leader, sql, 'app')).split('\n').filter((row) => row !== ''));
}

/** The rows of a drill that has not ended yet, changed behind its back. */
export async function changeDrillRows(
  lab: Lab,
  member: MemberName,
  id: string,
  sql: string,
): Promise<string> {
  return lab.psql(member, sql.replaceAll('ROWS', `${schemaOfDrill(id)}.rows`), 'app');
}

/** How many schemas of drills there are. */
/** Sessions of a drill's load on the leader: the load of another lab's drill has none there. */
export async function loadSessions(lab: Lab): Promise<number> {
  const { leader } = await trueLeader(lab);
  const sql = "select count(*) from pg_stat_activity where application_name = 'howdah drill'";
  return Number(await lab.psql(leader, sql, 'app'));
}

export async function drillSchemas(lab: Lab): Promise<number> {
  const { leader } = await trueLeader(lab);
  const sql = "select count(*) from pg_namespace where nspname like 'howdah\\_drill\\_%'";
  return Number(await lab.psql(leader, sql, 'app'));
}
