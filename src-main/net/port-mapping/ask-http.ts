import { request as startRequest } from 'node:http';
import type { Clock } from '../../../src-shared/outside/clock.ts';

/** From the first byte to the last, however slowly they drip. */
const wholeMs = 4000;
const maxBodyBytes = 128 * 1024;
const maxHeaderBytes = 8 * 1024;

export type HttpQuestion = {
  clock: Clock;
  signal: AbortSignal;
  url: URL;
  /** Posted, with its headers; else it is a GET. */
  post?: { body: string; headers: Record<string, string> };
};

/** Undefined if there is no whole answer within the bounds. Goes nowhere else, whatever is answered. */
export async function askHttp(
  question: HttpQuestion,
): Promise<{ status: number; body: string } | undefined> {
  const { clock, signal, url, post } = question;
  if (signal.aborted) return undefined;
  const { promise, resolve } = Promise.withResolvers<
    { status: number; body: string } | undefined
  >();
  const giveUp = () => resolve(undefined);
  const asked = startRequest(url, {
    method: post ? 'POST' : 'GET',
    // A connection of its own that ends with it.
    agent: false,
    maxHeaderSize: maxHeaderBytes,
    headers: post && { ...post.headers, 'Content-Length': Buffer.byteLength(post.body) },
  });
  const cancel = clock.after(wholeMs, giveUp);
  signal.addEventListener('abort', giveUp);
  asked.on('error', giveUp);
  asked.on('response', (answer) => {
    const parts: Buffer[] = [];
    let length = 0;
    answer.on('error', giveUp);
    answer.on('data', (part: Buffer) => {
      length += part.length;
      if (length > maxBodyBytes) giveUp();
      else parts.push(part);
    });
    answer.on('end', () =>
      resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(parts).toString('utf8') }),
    );
  });
  asked.end(post?.body);
  const answer = await promise;
  cancel();
  signal.removeEventListener('abort', giveUp);
  asked.destroy();
  return answer;
}
