const keptMs = 5 * 60_000;

/** The last five minutes of lag of every member, for the small charts of the overview. */
export class RecentLag {
  private samples: { atMs: number; lag: Map<string, number | null> }[] = [];

  add(atMs: number, lag: Map<string, number | null>): void {
    this.samples = [...this.samples.filter((sample) => atMs - sample.atMs <= keptMs), { atMs, lag }];
  }

  /** The clock was set by `byMs`. */
  shift(byMs: number): void {
    this.samples = this.samples.map((sample) => ({ ...sample, atMs: sample.atMs + byMs }));
  }

  /** One list a member, oldest first, all of the same length. */
  byMember(members: readonly string[]): Record<string, (number | null)[]> {
    return Object.fromEntries(
      members.map((member) => [member, this.samples.map((sample) => sample.lag.get(member) ?? null)]),
    );
  }
}
