import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import type {
  BridgeState,
  OdaBridge,
  PushName,
  Pushes,
  RequestName,
  RequestResults,
  StagingHow,
} from '../../src-shared/bridge/bridge.ts';
import { PushListeners } from '../../src-shared/bridge/push-listeners.ts';
import {
  webBridge,
  webReply,
  webWelcome,
  type WebKnock,
  type WebRequest,
} from '../../src-shared/bridge/web-frames.ts';
import type { Clock } from '../../src-shared/outside/clock.ts';
import type { Posting, Staged } from './post-file.ts';

export type WebBridgeOptions = {
  /** Starts a new connection to the app behind the page. */
  openSocket(): WebSocket;
  clock: Clock;
  pass: WindowPass;
  postFile: (posting: Posting) => Promise<Staged>;
};

/** What opens the app to this window, kept over a reload. */
export type WindowPass = {
  secret(): string;
  /** The app has let the page in and said what to come back with. */
  keep(session: string): void;
  /** It opens nothing: the app is another one by now, or the address was used. */
  turnedAway(): void;
};

/** About half a minute in all: longer than any hiccup on one's own computer. */
const retryDelaysMs = [100, 300, 1000, 3000, 5000, 5000, 5000, 5000, 5000] as const;

type AnyAnswer = { ok: boolean };

const closedAnswer = { ok: false, refusal: { code: 'bridge-closed' } } as const;
const tooBigAnswer = { ok: false, refusal: { code: 'bad-request' } } as const;

/** The app would close the connection for it, and without a page for a while it ends. */
function isTooBig(frame: string): boolean {
  const { maxRequestBytes } = webBridge;
  // No unit of UTF-16 takes more than three bytes.
  if (frame.length * 3 <= maxRequestBytes) return false;
  return new TextEncoder().encode(frame).length > maxRequestBytes;
}

/** The bridge of a page in a browser: the same requests and pushes over a WebSocket. */
export class WebBridge implements OdaBridge {
  readonly #options: WebBridgeOptions;
  readonly #pendingById = new Map<number, (answer: AnyAnswer) => void>();
  readonly #listeners = new PushListeners();
  readonly #stateListeners = new Set<(state: BridgeState) => void>();
  #socket: WebSocket | undefined;
  #state: BridgeState = 'reconnecting';
  #nextId = 0;
  #failedTries = 0;

  constructor(options: WebBridgeOptions) {
    this.#options = options;
    this.#connect();
  }

  request<N extends RequestName>(name: N, params: unknown): Promise<Outcome<RequestResults[N]>> {
    const socket = this.#socket;
    if (this.#state !== 'open' || !socket || this.#pendingById.size >= webBridge.maxPending)
      return Promise.resolve(closedAnswer);
    const id = this.#nextId++;
    const frame = JSON.stringify({ id, name, params } satisfies WebRequest);
    if (isTooBig(frame)) return Promise.resolve(tooBigAnswer);
    return new Promise((resolve) => {
      // The app is of the same build as the page: what it answers has the shape of the contract.
      this.#pendingById.set(id, (answer) => resolve(answer as Outcome<RequestResults[N]>));
      socket.send(frame);
    });
  }

  on<N extends PushName>(name: N, listener: (push: Pushes[N]) => void): () => void {
    return this.#listeners.on(name, listener);
  }

  onState(listener: (state: BridgeState) => void): () => void {
    const own = (state: BridgeState): void => listener(state);
    this.#stateListeners.add(own);
    own(this.#state);
    return () => void this.#stateListeners.delete(own);
  }

  async stage(file: File, how?: StagingHow): Promise<Staged> {
    if (this.#state !== 'open') return closedAnswer;
    const { pass, postFile } = this.#options;
    return postFile({ file, secret: pass.secret(), how });
  }

  #connect(): void {
    const socket = this.#options.openSocket();
    this.#socket = socket;
    socket.addEventListener('open', () => {
      const knock: WebKnock = { secret: this.#options.pass.secret() };
      socket.send(JSON.stringify(knock));
    });
    socket.addEventListener('message', ({ data }) => {
      if (this.#state === 'open') this.#read(data);
      else this.#enter(data);
    });
    socket.addEventListener('close', ({ code }) => this.#closed(code));
  }

  #enter(data: unknown): void {
    const { session } = webWelcome.parse(JSON.parse(String(data)));
    this.#options.pass.keep(session);
    this.#failedTries = 0;
    this.#become('open');
  }

  #closed(code: number): void {
    this.#socket = undefined;
    const delayMs = retryDelaysMs[this.#failedTries];
    const isOver = code === webBridge.endedCode || code === webBridge.turnedAwayCode;
    if (code === webBridge.turnedAwayCode) this.#options.pass.turnedAway();
    if (isOver || delayMs === undefined) this.#become('ended');
    else {
      this.#failedTries += 1;
      this.#options.clock.after(delayMs, () => this.#connect());
      this.#become('reconnecting');
    }
    const pending = [...this.#pendingById.values()];
    this.#pendingById.clear();
    for (const settle of pending) settle(closedAnswer);
  }

  #become(state: BridgeState): void {
    if (state === this.#state) return;
    this.#state = state;
    for (const listener of this.#stateListeners) listener(state);
  }

  #read(data: unknown): void {
    const reply = webReply.parse(JSON.parse(String(data)));
    if ('pushes' in reply) return this.#listeners.hear(reply.pushes);
    const settle = this.#pendingById.get(reply.id);
    this.#pendingById.delete(reply.id);
    settle?.(reply.answer);
  }
}
