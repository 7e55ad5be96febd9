import { z } from 'zod';

/** The name of a cluster as `howdah.yaml` gives it. */
export const clusterNameSchema = z.string().min(1).brand<'ClusterName'>();
export type ClusterName = z.infer<typeof clusterNameSchema>;

/** The name of a member as Patroni gives it. */
export const memberNameSchema = z.string().min(1).brand<'MemberName'>();
export type MemberName = z.infer<typeof memberNameSchema>;

/** A WAL position in PostgreSQL's own writing, such as `0/90000A0`. */
export const lsnSchema = z
  .string()
  .regex(/^[0-9A-F]{1,8}\/[0-9A-F]{1,8}$/i, 'a WAL position such as 0/90000A0')
  .brand<'Lsn'>();
export type Lsn = z.infer<typeof lsnSchema>;

/** A moment in UTC, ISO 8601 with milliseconds, such as `2026-11-22T21:34:04.549Z`. */
export const momentSchema = z.iso.datetime({ offset: true });
export type Moment = z.infer<typeof momentSchema>;
