import 'server-only';
import { startHowdah } from './start';
import type { Howdah } from './howdah';

/** The one Howdah of this process; the first to ask starts it. */
export function getHowdah(): Promise<Howdah> {
  return startHowdah();
}
