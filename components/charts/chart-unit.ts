import {
  formatBytes,
  formatBytesExact,
  formatCount,
  formatDurationExact,
  formatDurationMs,
  formatRate,
  formatRateExact,
} from '@/lib/domain/format';
import type { TickBase } from './axis';

/** What the figures of a chart are, and how they are written. */
export interface ChartUnit {
  readonly text: (value: number) => string;
  readonly exact: (value: number) => string;
  /** Below this, differences do not matter: see `axisFor`. */
  readonly floor: number;
  readonly base: TickBase;
}

export const units = {
  bytes: { text: formatBytes, exact: formatBytesExact, floor: 1000, base: 'decimal' },
  rate: { text: formatRate, exact: formatRateExact, floor: 1000, base: 'decimal' },
  seconds: {
    text: (seconds) => (seconds === 0 ? '0 s' : formatDurationMs(seconds * 1000)),
    exact: (seconds) => formatDurationExact(seconds * 1000),
    floor: 0.01,
    base: 'clock',
  },
  milliseconds: {
    text: (ms) => `${trimmed(ms)} ms`,
    exact: (ms) => `${ms} ms`,
    floor: 1,
    base: 'decimal',
  },
  perSecond: {
    text: (count) => `${trimmed(count)}/s`,
    exact: (count) => `${count} a second`,
    floor: 1,
    base: 'decimal',
  },
} as const satisfies Record<string, ChartUnit>;

export type UnitName = keyof typeof units;

function trimmed(value: number): string {
  return Number.isInteger(value) ? formatCount(value) : String(Number(value.toPrecision(3)));
}
