import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { webBridge } from '../../../src-shared/bridge/web-frames.ts';
import { refused, type Outcome } from '../../../src-shared/protocol/outcome.ts';
import { privatePlace, type PrivatePlace } from '../../../src-shared/member/private-place.ts';
import type { SentFile } from '../../../src-shared/protocol/files.ts';
import type { WindowApp } from '../../app/create-app.ts';

export type FileTakerOptions = {
  stage: WindowApp['stage'];
  /** Whether it is the session of a window that was let in. */
  knows: (secret: string) => boolean;
  isOwnOrigin: (origin: string | undefined) => boolean;
  reportDefect: (error: unknown) => void;
};

/** Takes the files in that pages post, as they come: never more than a piece of one is in memory. */
export class FileTaker {
  readonly #options: FileTakerOptions;
  #count = 0;

  constructor(options: FileTakerOptions) {
    this.#options = options;
  }

  async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { isOwnOrigin, knows } = this.#options;
    const { origin, authorization = '' } = request.headers;
    if (!isOwnOrigin(origin)) return turnAway(response, 403);
    // A page of another port could send a cookie, but neither this header nor the next.
    const { sessionScheme, nameHeader, maxStaging } = webBridge;
    if (!authorization.startsWith(sessionScheme)) return turnAway(response, 401);
    if (!knows(authorization.slice(sessionScheme.length))) return turnAway(response, 401);
    const name = decoded(request.headers[nameHeader]);
    const chat = privatePlace.optional().safeParse(placeIn(request.headers));
    if (name === undefined || !chat.success) return turnAway(response, 400);
    if (this.#count >= maxStaging) return turnAway(response, 503);
    this.#count += 1;
    const outcome = await this.#stage({ name, private: chat.data }, request);
    this.#count -= 1;
    // A browser that still sends hears no answer: what the app did not want is read past.
    request.resume();
    answer(response, outcome);
  }

  async #stage(
    file: { name: string; private: PrivatePlace | undefined },
    request: IncomingMessage,
  ): Promise<Outcome<SentFile>> {
    try {
      const bytes = request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
      return await this.#options.stage({ ...file, bytes });
    } catch (error) {
      // The page has gone, or broken off: that is nobody's fault.
      if (!request.complete && request.destroyed) return refused({ code: 'bridge-closed' });
      this.#options.reportDefect(error);
      return refused({ code: 'defect' });
    }
  }
}

function placeIn(headers: IncomingHttpHeaders): unknown {
  const [room, id] = [headers[webBridge.roomHeader], headers[webBridge.privateHeader]];
  return room === undefined && id === undefined ? undefined : { room, private: id };
}

function decoded(name: string | string[] | undefined): string | undefined {
  if (typeof name !== 'string') return undefined;
  try {
    return decodeURIComponent(name);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

/** What was not read of the file is not waited for. */
function turnAway(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' });
  response.end();
}

function answer(response: ServerResponse, outcome: Outcome<SentFile>): void {
  response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(outcome));
}
