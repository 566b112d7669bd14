import type { WebSocket } from 'ws';
import {
  webBridge,
  webKnock,
  webRequest,
  type WebReply,
  type WebWelcome,
} from '../../../src-shared/bridge/web-frames.ts';
import type { Clock } from '../../../src-shared/outside/clock.ts';
import type { Outcome } from '../../../src-shared/protocol/outcome.ts';
import { parseJson } from '../../../src-shared/parse-json.ts';

export type PageConnectionOptions = {
  clock: Clock;
  /** The session for a secret that opens the app; undefined for any other. */
  admit(secret: string): string | undefined;
  /** The page was let in. Called once. */
  entered(): void;
  handle(name: string, params: unknown): Promise<Outcome<unknown>>;
  reportDefect: (error: unknown) => void;
};

const policyViolation = 1008;

/**
 * One page at the other end of a WebSocket: it says its secret and is let in, or turned away. A page that breaks
 * the rules loses its connection.
 */
export class PageConnection {
  readonly #socket: WebSocket;
  readonly #options: PageConnectionOptions;
  readonly #cancelWait: () => void;
  #stage: 'outside' | 'inside' = 'outside';
  #pending = 0;

  constructor(socket: WebSocket, options: PageConnectionOptions) {
    this.#socket = socket;
    this.#options = options;
    socket.on('message', (bytes, isBinary) => {
      if (isBinary || !(bytes instanceof Buffer)) return this.#refuse('text only');
      if (this.#stage === 'outside') this.#knocked(bytes.toString('utf8'));
      else this.#read(bytes.toString('utf8'));
    });
    const { clock } = options;
    this.#cancelWait = clock.after(webBridge.knockWithinMs, () => this.#turnAway());
    socket.once('close', () => this.#cancelWait());
    // What is wrong with the frames themselves; `ws` closes the socket with the right code.
    socket.on('error', () => {});
  }

  /** Sends a frame that was made once for all pages. */
  send(frame: string): void {
    if (this.#stage === 'outside') return;
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#socket.send(frame);
    // A page that takes nothing any more would keep all of it in memory.
    if (this.#socket.bufferedAmount > webBridge.maxBacklogBytes) this.#socket.terminate();
  }

  close(): void {
    this.#socket.close(webBridge.endedCode);
  }

  destroy(): void {
    this.#socket.terminate();
  }

  #refuse(reason: string): void {
    this.#socket.close(policyViolation, reason);
  }

  #turnAway(): void {
    this.#socket.close(webBridge.turnedAwayCode);
  }

  #knocked(text: string): void {
    const knock = webKnock.safeParse(parseJson(text));
    const session = knock.success ? this.#options.admit(knock.data.secret) : undefined;
    if (session === undefined) return this.#turnAway();
    this.#cancelWait();
    this.#stage = 'inside';
    this.send(JSON.stringify({ session } satisfies WebWelcome));
    this.#options.entered();
  }

  #read(text: string): void {
    const request = webRequest.safeParse(parseJson(text));
    if (!request.success) return this.#refuse('not a request');
    if (this.#pending >= webBridge.maxPending) return this.#refuse('too many requests');
    this.#pending += 1;
    const { id, name, params } = request.data;
    void this.#answer(name, params).then((answer) => {
      this.#pending -= 1;
      this.send(JSON.stringify({ id, answer } satisfies WebReply));
    });
  }

  async #answer(name: string, params: unknown): Promise<Outcome<unknown>> {
    try {
      return await this.#options.handle(name, params);
    } catch (error) {
      this.#options.reportDefect(error);
      return { ok: false, refusal: { code: 'defect' } };
    }
  }
}
