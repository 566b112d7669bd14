import { protocol, type Session } from 'electron';
import { contentPolicy, pageHeaders } from '../page-policy.ts';
import { readStaticFiles } from '../static-files.ts';
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
  const files = readStaticFiles(folder);
  const headers = pageHeaders(contentPolicy());
  session.protocol.handle(ownScheme, (request) => {
    const file = files.get(ownPath(request.url) ?? '');
    if (!file || request.method !== 'GET') return new Response(null, { status: 404, headers });
    return new Response(file.content, {
      headers: { ...headers, 'Content-Type': file.type },
    });
  });
}
