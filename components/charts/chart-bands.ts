/** A span of time that is shaded behind the lines. */
export interface ChartBand {
  readonly fromMs: number;
  readonly untilMs: number;
  /** A CSS colour; drawn thin. */
  readonly color: string;
}
