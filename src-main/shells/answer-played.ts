import { playedPath } from '../../src-shared/bridge/files.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { WindowApp } from '../app/create-app.ts';
import { pageHeaders } from './page-policy.ts';

type Asked = { token: string; range: string | undefined };
type PlayedAnswer = {
  status: 206 | 404 | 416 | 500;
  headers: Record<string, string>;
  bytes?: Uint8Array<ArrayBuffer>;
};

/** Whatever somebody made of the file, nothing in it runs or loads. */
const headers = {
  ...pageHeaders("default-src 'none'; sandbox; frame-ancestors 'none'"),
  'Accept-Ranges': 'bytes',
};
/** At a time: a player that is paused holds no connection, of which a browser has few, and no more memory. */
const mostBytes = limits.fileBlockBytes;
const askedRange = /^bytes=(?<from>\d{1,15})-(?<to>\d{1,15})?$|^bytes=-(?<last>\d{1,15})$/;

/** Undefined for the addresses of something else. */
export function playedToken(path: string): string | undefined {
  return path.startsWith(playedPath) ? path.slice(playedPath.length) : undefined;
}

/** A part of a sound or a film, never all of it: players ask for what they need next (RFC 9110, 14). */
export async function answerPlayed(
  app: Pick<WindowApp, 'played'>,
  asked: Asked,
  reportDefect: (error: unknown) => void,
): Promise<PlayedAnswer> {
  try {
    return await answer(app, asked);
  } catch (error) {
    reportDefect(error);
    return { status: 500, headers };
  }
}

async function answer(
  app: Pick<WindowApp, 'played'>,
  { token, range }: Asked,
): Promise<PlayedAnswer> {
  const file = await app.played(token);
  if (!file) return { status: 404, headers };
  const part = partOf(range ?? '', file.size);
  const { size, type } = file;
  if (!part) return { status: 416, headers: { ...headers, 'Content-Range': `bytes */${size}` } };
  const bytes = await file.read(part);
  if (!bytes || bytes.length === 0) return { status: 404, headers };
  const last = part.from + bytes.length - 1;
  const about = {
    'Content-Type': type,
    'Content-Length': String(bytes.length),
    'Content-Range': `bytes ${part.from}-${last}/${size}`,
  };
  return { status: 206, headers: { ...headers, ...about }, bytes: new Uint8Array(bytes) };
}

/** Undefined for what is none, for several at once, and beyond the end. */
function partOf(range: string, size: number): { from: number; to: number } | undefined {
  const { from, to, last } = askedRange.exec(range)?.groups ?? {};
  if (from === undefined && last === undefined) return undefined;
  const first = from === undefined ? Math.max(0, size - Number(last)) : Number(from);
  const end = to === undefined ? size : Math.min(size, Number(to) + 1);
  return first < end ? { from: first, to: Math.min(end, first + mostBytes) } : undefined;
}
