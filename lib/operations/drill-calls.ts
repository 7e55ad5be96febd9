import {
  createDrillSchema,
  dropDrillSchema,
  readDrillRoom,
  readDrillRows,
} from '@/lib/upstream/postgres/drill-schema';
import { runLoad } from '@/lib/upstream/postgres/load/load-process';

/** The load of a drill and its own statements; tests put simulated ones in their place. */
export interface DrillCalls {
  readonly readRoom: typeof readDrillRoom;
  readonly createSchema: typeof createDrillSchema;
  readonly dropSchema: typeof dropDrillSchema;
  readonly readRows: typeof readDrillRows;
  readonly runLoad: typeof runLoad;
}

export const drillCalls: DrillCalls = {
  readRoom: readDrillRoom,
  createSchema: createDrillSchema,
  dropSchema: dropDrillSchema,
  readRows: readDrillRows,
  runLoad,
};
