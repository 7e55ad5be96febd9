import 'server-only';
import type { Howdah } from './howdah';
import { startHowdah } from './start';

/** The one Howdah of this process; the first to ask starts it. */
export function getHowdah(): Promise<Howdah> {
  return startHowdah();
}
