/** Where a command tells what it does; tests pass their own. */
export type Say = (line: string) => void;

export const sayNothing: Say = () => {};

export type Step = <T>(title: string, work: () => Promise<T> | T) => Promise<T>;

export function stepsTo(say: Say): Step {
  return async (title, work) => {
    const startedMs = performance.now();
    const result = await work();
    say(`${title.padEnd(64, ' ')} ${seconds(performance.now() - startedMs)}`);
    return result;
  };
}

export function seconds(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(1)} s`;
}
