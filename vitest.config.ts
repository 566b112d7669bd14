import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { emojiList } from './tools/build/emoji-list.ts';

// Threads and programs that tests start run from TypeScript: stripping and compiling it anew for each was most of
// their time. Coverage would lose precision by it.
if (!process.argv.includes('--coverage'))
  process.env['NODE_COMPILE_CACHE'] ??= fileURLToPath(
    new URL('node_modules/.cache/compile', import.meta.url),
  );

export default defineConfig({
  plugins: [emojiList()],
  test: {
    // No module keeps state, so files can share a worker; a fresh one for each took three times as long.
    isolate: false,
    // Tests that run programs and servers wait often enough for one more.
    maxWorkers: availableParallelism() + 1,
    // How long a test takes is not what it is about: on a busy machine the slowest need several times the usual 5 s.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Those of the terminal are about one that can move its cursor, wherever they are run from.
    env: { TERM: 'xterm' },
    expect: { poll: { timeout: 30_000, interval: 20 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: ['{src-shared,src-main,tools,bench}/**/*.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'dom',
          environment: 'happy-dom',
          include: ['src-renderer/**/*.test.{ts,tsx}'],
        },
      },
    ],
    coverage: {
      provider: 'v8',
      include: ['{src-shared,src-main,src-renderer,tools}/**/*.{ts,tsx,mjs}'],
      exclude: ['**/*.test.{ts,tsx}', '**/testing/**', '**/*.d.ts', 'dist/**', 'e2e/**'],
      reporter: ['text-summary', 'html'],
    },
  },
});
