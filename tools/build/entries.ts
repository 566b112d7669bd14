import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** What the build makes of the main code, by the name of the bundle in dist/main. */
export const mainEntries = {
  electron: 'src-main/shells/electron/main.ts',
  browser: 'src-main/shells/browser/main.ts',
  headless: 'src-main/shells/headless/main.ts',
  'storage-worker': 'src-main/storage/worker/storage-worker.ts',
  'password-worker': 'src-main/server/password-worker.ts',
};

export const preloadEntry = 'src-main/shells/electron/preload.ts';

export const rendererEntry = 'src-renderer/index.html';

/** `'error'`: a build without one of the entries fails. `'skip'`: it says so and builds the rest. */
export const missingEntry: 'error' | 'skip' = 'skip';

/** The entries whose file is there, as absolute paths. */
export function presentEntries(
  root: string,
  entries: Record<string, string>,
  onMissing: 'error' | 'skip' = missingEntry,
): Record<string, string> {
  const all = Object.entries(entries);
  const missing = all.map(([, path]) => path).filter((path) => !existsSync(join(root, path)));
  if (missing.length > 0 && onMissing === 'error')
    throw new Error(`The build misses ${missing.join(', ')}.`);
  for (const path of missing) console.warn(`Left out of the build, not written yet: ${path}`);
  return Object.fromEntries(
    all
      .filter(([, path]) => !missing.includes(path))
      .map(([name, path]) => [name, join(root, path)]),
  );
}
