import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const alias = {
  '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, ''),
  // The guard is for the bundler; outside it, it would refuse to load at all.
  'server-only': fileURLToPath(new URL('./node_modules/server-only/empty.js', import.meta.url)),
};

const ignored = ['node_modules/**', '.next/**', 'e2e/**'];

export default defineConfig({
  resolve: { alias },
  test: {
    // Left to itself it takes one on a machine with two cores.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          // Files share a process, not their modules: most of the time went into starting a process a file.
          isolate: false,
          // A guard against hanging, not a measure: some tests start real processes, on however slow a machine.
          testTimeout: 300_000,
          hookTimeout: 300_000,
          // A loop that ran for nothing, a callback that was never called: a test that has asserted nothing fails.
          expect: { requireAssertions: true },
          include: ['**/*.test.ts', '**/*.test.tsx'],
          exclude: [...ignored, 'lib/store/**', '**/*.store.test.ts'],
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'store',
          // What needs an engine of its own takes seconds to begin.
          include: ['lib/store/**/*.test.ts', '**/*.store.test.ts'],
          exclude: ignored,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
