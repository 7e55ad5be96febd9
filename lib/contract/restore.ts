import { z } from 'zod';
import { lsnSchema, momentSchema } from './names';

/**
 * A restore point's name that every file and program on the way takes as it is: pgBackRest writes it into PostgreSQL's
 * settings, where a backslash begins an escape.
 */
export const restorePointName = /^[^\r\n\0\\]{1,63}$/;

/** Where recovery is to stop. `immediate`: at the end of the backup set. `latest`: at the end of the timeline's WAL. */
export const restoreTargetSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('time'), at: momentSchema }),
  z.strictObject({ type: z.literal('lsn'), lsn: lsnSchema }),
  z.strictObject({
    type: z.literal('xid'),
    xid: z.string().regex(/^\d{1,20}$/, 'a transaction id, digits alone'),
  }),
  z.strictObject({
    type: z.literal('name'),
    name: z
      .string()
      .regex(restorePointName, 'a name of at most 63 characters, without backslashes and line ends'),
  }),
  z.strictObject({ type: z.literal('immediate') }),
  z.strictObject({ type: z.literal('latest') }),
]);
export type RestoreTarget = z.infer<typeof restoreTargetSchema>;

/** What to restore. What is null is chosen by Howdah, and named in the plan. */
export const restoreChoiceSchema = z.strictObject({
  target: restoreTargetSchema,
  /** The timeline that contained the target; null: the one that was current then, otherwise the newest. */
  timeline: z.number().int().positive().nullable().default(null),
  /** The label of the backup set; null: the newest that ends before the target on that timeline's line. */
  set: z.string().min(1).nullable().default(null),
  repository: z.number().int().positive().nullable().default(null),
});
export type RestoreChoice = z.infer<typeof restoreChoiceSchema>;
