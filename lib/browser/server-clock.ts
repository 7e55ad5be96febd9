/**
 * The server's time in the browser, so that ages are right when the viewer's clock is wrong.
 * A moment that the server has just written arrives late, never early: of the last few, the least late one counts.
 */
export class ServerClock {
  private readonly offsetsMs: number[] = [];

  constructor(private readonly viewerNowMs: () => number) {}

  /** `atMs`: a moment that the server wrote just before it sent it. */
  hear(atMs: number): void {
    if (!Number.isFinite(atMs)) return;
    this.offsetsMs.push(atMs - this.viewerNowMs());
    if (this.offsetsMs.length > 20) this.offsetsMs.shift();
  }

  nowMs(): number {
    const offsetMs = this.offsetsMs.length === 0 ? 0 : Math.max(...this.offsetsMs);
    return this.viewerNowMs() + offsetMs;
  }
}
