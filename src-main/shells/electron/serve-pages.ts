import { protocol, type Session } from 'electron';
import { contentPolicy, pageHeaders } from '../page-policy.ts';
import type { WindowApp } from '../../app/create-app.ts';
import { answerPlayed, playedToken } from '../answer-played.ts';
import { readStaticFiles } from '../static-files.ts';
import { ownPath, ownScheme } from './own-page.ts';

/** Has to happen before Electron is ready: gives the scheme an origin and what belongs to it. */
export function registerOwnScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: ownScheme,
      privileges: {
        standard: true,
        secure: true,
        supportFetchAPI: true,
        codeCache: true,
        // Sound and film ask for parts.
        stream: true,
      },
    },
  ]);
}

/** Answers the app's own addresses with the files of the built renderer and what its windows play, and nothing else. */
export function servePages(
  session: Session,
  folder: string,
  { app, reportDefect }: { app: WindowApp; reportDefect: (error: unknown) => void },
): void {
  const files = readStaticFiles(folder);
  const headers = pageHeaders(contentPolicy());
  session.protocol.handle(ownScheme, async (request) => {
    const path = ownPath(request.url) ?? '';
    const isGet = request.method === 'GET';
    const token = isGet ? playedToken(path) : undefined;
    if (token !== undefined) {
      const range = request.headers.get('range') ?? undefined;
      const { bytes, ...answer } = await answerPlayed(app, { token, range }, reportDefect);
      return new Response(bytes ?? null, answer);
    }
    const file = files.get(path);
    if (!file || !isGet) return new Response(null, { status: 404, headers });
    return new Response(file.content, {
      headers: { ...headers, 'Content-Type': file.type },
    });
  });
}
