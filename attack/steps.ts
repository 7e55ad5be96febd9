import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';
import { createInstrumenter } from 'istanbul-lib-instrument';

const require = createRequire(import.meta.url);
const project = join(import.meta.dirname, '..');
const counters = '__steps__';

export interface Counted<Exports> {
  readonly exports: Exports;
  /** How many statements and functions have run since it was loaded: the same on every machine, unlike time. */
  steps(): number;
}

/**
 * A module of this project with each of its statements counted, and those of the libraries that it reads with. What
 * V8 does within one call, such as a search in a text or a regular expression, counts as one.
 */
export async function loadCounted<Exports>(file: string): Promise<Counted<Exports>> {
  const { outputFiles } = await build({
    entryPoints: [join(project, file)],
    absWorkingDir: project,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    // It checks shapes, one value after the other; instrumenting it would take most of the time.
    external: ['zod'],
    write: false,
    logLevel: 'error',
  });
  const instrumenter = createInstrumenter({ compact: true, coverageVariable: counters, esModules: false });
  const code = instrumenter.instrumentSync(outputFiles[0]?.text ?? '', file);
  const module = { exports: {} as Exports };
  new Function('module', 'exports', 'require', code)(module, module.exports, require);
  return {
    exports: module.exports,
    steps() {
      const known = (Reflect.get(globalThis, counters) as Record<string, Record<'s' | 'f', object>>)[file];
      const counts = [known?.s, known?.f].flatMap((one) => Object.values(one ?? {}) as number[]);
      return counts.reduce((sum, count) => sum + count, 0);
    },
  };
}
