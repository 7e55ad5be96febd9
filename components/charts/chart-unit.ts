import {
  formatBytes,
  formatBytesExact,
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
} as const satisfies Record<string, ChartUnit>;

export type UnitName = keyof typeof units;
