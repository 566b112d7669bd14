import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type EnvironmentOptions } from 'vite';
import { mainEntries, preloadEntry, rendererEntry, workerEntries } from './tools/build/entries.ts';
import { emojiList } from './tools/build/emoji-list.ts';
import { noInlineCode } from './tools/build/no-inline-code.ts';

const here = import.meta.dirname;
const renderer = inputs({ renderer: rendererEntry });
const main = inputs(mainEntries);
const worker = inputs(workerEntries);
const preload = inputs({ preload: preloadEntry });

function inputs(entries: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(entries).map(([name, path]) => [name, join(here, path)]),
  );
}

/** What runs in Node or Electron: everything in the bundle but Node's own modules and Electron. */
function nodeBundle(build: EnvironmentOptions['build']): EnvironmentOptions {
  return {
    consumer: 'server',
    resolve: { noExternal: true, external: ['electron'] },
    build: {
      outDir: join(here, 'dist/main'),
      emptyOutDir: false,
      ssr: true,
      target: 'node24',
      // Stack traces in a report from somebody's computer should be readable as they stand.
      minify: false,
      copyPublicDir: false,
      ...build,
    },
  };
}

function oneFile(input: Record<string, string>): EnvironmentOptions {
  return nodeBundle({
    rolldownOptions: {
      input,
      output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
    },
  });
}

export default defineConfig({
  root: join(here, 'src-renderer'),
  // Relative, because Electron opens the page from its own scheme and the browser shell from a port.
  base: './',
  plugins: [react(), noInlineCode(), emojiList()],
  environments: {
    client: {
      build: {
        outDir: join(here, 'dist/renderer'),
        emptyOutDir: false,
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        chunkSizeWarningLimit: 2000,
        rolldownOptions: { input: renderer },
      },
    },
    main: nodeBundle({
      rolldownOptions: {
        input: main,
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'parts/[name].js' },
      },
    }),
    // A worker that starts from within Electron's archive is surest as one CommonJS file.
    worker: oneFile(worker),
    // A sandboxed preload can load no second file and no ES module.
    preload: oneFile(preload),
  },
  builder: {
    sharedConfigBuild: true,
    async buildApp(builder) {
      const { environments } = builder;
      await Promise.all(Object.values(environments).map((each) => builder.build(each)));
    },
  },
});
