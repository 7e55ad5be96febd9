import type { AddressBlock } from './address-block';
import type { Layout } from './layout';
import type { Pace } from './pace';
import type { Programs } from './programs';
import type { ServiceUser } from './service-user';

/** What every part of one lab is written and run with. */
export interface LabContext {
  readonly layout: Layout;
  readonly block: AddressBlock;
  readonly service: ServiceUser;
  readonly programs: Programs;
  /** What a new cluster begins with; a running one may have been told otherwise since. */
  readonly pace: Pace;
}
