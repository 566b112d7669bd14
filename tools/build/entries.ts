/** What the build makes of the main code, by the name of the bundle in dist/main. */
export const mainEntries = {
  electron: 'src-main/shells/electron/main.ts',
  browser: 'src-main/shells/browser/main.ts',
  headless: 'src-main/shells/headless/main.ts',
  terminal: 'src-main/shells/terminal/main.ts',
};

export const workerEntries = {
  'storage-worker': 'src-main/storage/worker/storage-worker.ts',
};

export const preloadEntry = 'src-main/shells/electron/preload.ts';

export const rendererEntry = 'src-renderer/index.html';
