/** How figures are laid along the upright axis. */
export type ScaleName = 'linear' | 'log';

export interface Axis {
  readonly scale: ScaleName;
  /** Where a figure stands; zero stands at zero on both scales. */
  readonly place: (value: number) => number;
  /** Figures that get a line and a label, lowest first. The last is the top. */
  readonly ticks: readonly number[];
}

/**
 * Below `floor` differences do not matter to anyone: it is the least top of a linear axis,
 * and where a logarithmic one becomes even, so that zero has a place on it.
 */
export function axisFor(values: readonly number[], scale: ScaleName, floor: number, base: TickBase): Axis {
  const top = Math.max(floor, ...values);
  if (scale === 'linear') {
    return { scale, place: (value) => value, ticks: evenTicks(top, base) };
  }
  return { scale, place: (value) => Math.log10(1 + value / floor), ticks: decadeTicks(top, floor, base) };
}

/**
 * Logarithmic where a linear axis would press nearly all figures flat against its foot: where the
 * highest is far above all but a tenth of them, or above `floor` where those are next to nothing.
 */
export function suitableScale(values: readonly number[], floor: number): ScaleName {
  const known = values.filter((value) => value > 0).sort((a, b) => a - b);
  const top = known.at(-1) ?? 0;
  const usual = known[Math.floor(known.length * 0.9)] ?? 0;
  return top > 50 * Math.max(usual, floor) ? 'log' : 'linear';
}

/** The power of ten at or below the smallest figure above zero: the floor of an axis that wastes no decade. */
export function decadeBelow(values: readonly number[], least: number): number {
  const smallest = Math.min(...values.filter((value) => value > 0));
  return Number.isFinite(smallest) ? Math.max(least, 10 ** Math.floor(Math.log10(smallest))) : least;
}

/** Which steps are round: those of a decimal unit, or those of a clock. */
export type TickBase = 'decimal' | 'clock';

const clockSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200];

function evenTicks(top: number, base: TickBase): number[] {
  const step = roundStep(top / 4, base);
  const count = Math.max(1, Math.ceil(top / step - 1e-9));
  return Array.from({ length: count + 1 }, (_, index) => clean(index * step));
}

function roundStep(atLeast: number, base: TickBase): number {
  if (base === 'clock' && atLeast > 1) {
    return clockSteps.find((step) => step >= atLeast) ?? Math.ceil(atLeast / 86_400) * 86_400;
  }
  const power = 10 ** Math.floor(Math.log10(atLeast));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= atLeast * (1 - 1e-9)) ?? 10;
  return clean(factor * power);
}

const clockDecades = [0.1, 1, 10, 60, 600, 3600, 36_000, 360_000];

/** Zero and the decades above `floor`; one at `floor` itself would stand on top of zero. */
function decadeTicks(top: number, floor: number, base: TickBase): number[] {
  const decades =
    base === 'clock'
      ? clockDecades.filter((tick) => tick > floor)
      : Array.from({ length: 20 }, (_, index) => clean(floor * 10 ** (index + 1)));
  const last = decades.findIndex((tick) => tick >= top);
  const shown = last === -1 ? [...decades, top] : decades.slice(0, last + 1);
  return [0, ...shown];
}

/** Takes the dust of binary fractions off a round figure. */
function clean(figure: number): number {
  return Number(figure.toPrecision(12));
}

const timeStepsMs = [
  10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 14_400, 21_600, 43_200, 86_400, 172_800, 604_800,
  1_209_600, 2_592_000, 7_776_000, 31_536_000,
].map((seconds) => seconds * 1000);

/** Round moments between two others, in the zone that is `offsetMs` ahead of UTC. */
export function timeTicks(fromMs: number, untilMs: number, maxCount: number, offsetMs: number): number[] {
  const span = untilMs - fromMs;
  if (!(span > 0)) return [fromMs];
  const step = timeStepsMs.find((candidate) => span / candidate <= maxCount) ?? span / maxCount;
  const ticks: number[] = [];
  for (let at = Math.ceil((fromMs + offsetMs) / step) * step - offsetMs; at <= untilMs; at += step) {
    ticks.push(at);
  }
  return ticks;
}
