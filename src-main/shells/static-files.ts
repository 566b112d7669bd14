import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';

export type StaticFile = { content: Uint8Array<ArrayBuffer>; type: string };

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/**
 * The files under a folder by the path of their address. Only what is read here is ever served, so no spelling of `..`
 * leads out of the folder, and pages fit the running app, also when a newer build has taken the folder's place. All of
 * the renderer is 1 MB.
 */
export function readStaticFiles(folder: string): ReadonlyMap<string, StaticFile> {
  const files = new Map<string, StaticFile>();
  readInto(files, folder, '');
  const index = files.get('/index.html');
  if (index) files.set('/', index);
  return files;
}

/** Asks for names and kinds alone: inside an asar archive `readdir` knows little more. */
function readInto(files: Map<string, StaticFile>, folder: string, address: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const type = types[extname(name)];
    if (statSync(path).isDirectory()) readInto(files, path, `${address}/${name}`);
    else if (type !== undefined)
      files.set(`${address}/${name}`, { content: new Uint8Array(readFileSync(path)), type });
  }
}
