import { readFile } from 'node:fs/promises';
import { protocol, type Session } from 'electron';
import { contentPolicy, pageHeaders } from '../page-policy.ts';
import { listStaticFiles } from '../static-files.ts';
import { ownPath, ownScheme } from './own-page.ts';

/** Has to happen before Electron is ready: gives the scheme an origin and what belongs to it. */
export function registerOwnScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: ownScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ]);
}

/** Answers the app's own addresses with the files of the built renderer, and nothing else. */
export function servePages(session: Session, folder: string): void {
  const files = listStaticFiles(folder);
  const headers = pageHeaders(contentPolicy());
  session.protocol.handle(ownScheme, async (request) => {
    const file = files.get(ownPath(request.url) ?? '');
    if (!file || request.method !== 'GET') return new Response(null, { status: 404, headers });
    const content = await readFile(file.path);
    return new Response(new Uint8Array(content), {
      headers: { ...headers, 'Content-Type': file.type },
    });
  });
}
