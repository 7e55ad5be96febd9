import 'server-only';
import type { Logger } from 'pino';
import { logger } from '@/lib/http/log';
import { loadSettings } from '@/lib/settings/load';
import { processEnvironment } from '@/lib/settings/process-environment';
import { composeHowdah, type RunningHowdah } from './compose-howdah';
import type { Howdah } from './howdah';
import { countUncaught } from './uncaught-errors';

const slot = Symbol.for('howdah.running');
const holder = globalThis as { [slot]?: Promise<RunningHowdah> };

/** Starts the one Howdah of this process, or returns the one that runs. */
export function startHowdah(): Promise<Howdah> {
  holder[slot] ??= start(logger());
  return holder[slot];
}

async function start(log: Logger): Promise<RunningHowdah> {
  const settings = loadSettings(processEnvironment());
  log.level = settings.logLevel;
  const howdah = composeHowdah(settings, log, countUncaught(log, process));
  const stop = () => {
    howdah.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  return howdah;
}
