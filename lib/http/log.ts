import { type Logger, pino } from 'pino';

const slot = Symbol.for('howdah.logger');
const holder = globalThis as { [slot]?: Logger };

/** The process's one logger; what might hold a secret is left out by name. */
export function logger(): Logger {
  holder[slot] ??= pino({
    redact: {
      paths: ['*.password', '*.*.password', '*.databaseUrl', '*.key', '*.*.key'],
      censor: '(hidden)',
    },
  });
  return holder[slot];
}
