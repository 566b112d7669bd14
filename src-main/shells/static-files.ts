import { readdirSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';

export type StaticFile = { path: string; type: string };

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
 * The files under a folder by the path of their address. Only what is listed is ever served, so no
 * spelling of `..` leads out of the folder.
 */
export function listStaticFiles(folder: string): ReadonlyMap<string, StaticFile> {
  const files = new Map<string, StaticFile>();
  listInto(files, folder, '');
  const index = files.get('/index.html');
  if (index) files.set('/', index);
  return files;
}

/** Asks for names and kinds alone: inside an asar archive `readdir` knows little more. */
function listInto(files: Map<string, StaticFile>, folder: string, address: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const type = types[extname(name)];
    if (statSync(path).isDirectory()) listInto(files, path, `${address}/${name}`);
    else if (type !== undefined) files.set(`${address}/${name}`, { path, type });
  }
}
