import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Push } from '../../../src-shared/bridge/push-listeners.ts';
import { webBridge } from '../../../src-shared/bridge/web-frames.ts';
import type { PushName, Pushes } from '../../../src-shared/bridge/bridge.ts';
import type { Clock } from '../../../src-shared/outside/clock.ts';
import type { Random } from '../../../src-shared/outside/random.ts';
import { PageConnection } from './page-connection.ts';
import { FileTaker } from './file-taker.ts';
import type { WindowApp } from '../../app/create-app.ts';
import { answerPlayed, playedToken } from '../answer-played.ts';
import { gatherTurn } from '../gather-turn.ts';
import { contentPolicy, pageHeaders } from '../page-policy.ts';
import { readStaticFiles, type StaticFile } from '../static-files.ts';
import { usedAddressPage } from './used-address-page.ts';
import { WindowAccess } from './window-access.ts';

export type WindowServerOptions = {
  app: WindowApp;
  clock: Clock;
  random: Random;
  /** The built renderer. */
  folder: string;
  /** 0 takes a free one. */
  port: number;
  /** How many pages are connected, whenever that changes. */
  pagesChanged(count: number): void;
  reportDefect: (error: unknown) => void;
};

const maxConnections = 256;
const players: ReadonlySet<string> = new Set(['audio', 'video']);

/**
 * Serves the app's pages on 127.0.0.1 and bridges them to the app over WebSocket. The pages themselves are no
 * secret; what opens the app is what a page says first over its WebSocket.
 */
export class WindowServer {
  readonly port: number;
  readonly #options: WindowServerOptions;
  readonly #http: Server;
  readonly #access: WindowAccess;
  readonly #files: ReadonlyMap<string, StaticFile>;
  readonly #headers: Record<string, string>;
  readonly #connected = new Set<PageConnection>();
  /** Those of the connected ones that were let in. */
  readonly #pages = new Set<PageConnection>();
  readonly #sockets = new WebSocketServer({
    noServer: true,
    maxPayload: webBridge.maxRequestBytes,
    perMessageDeflate: false,
    clientTracking: false,
  });
  readonly #fileTaker: FileTaker;
  /** As JSON. */
  readonly #tell = gatherTurn((pushes: string[]) => {
    const frame = `{"pushes":[${pushes.join(',')}]}`;
    for (const page of this.#pages) page.send(frame);
  });
  readonly #unsubscribe: () => void;

  private constructor(http: Server, options: WindowServerOptions) {
    this.port = (http.address() as AddressInfo).port;
    this.#http = http;
    this.#options = options;
    this.#access = new WindowAccess(options.random);
    this.#files = readStaticFiles(options.folder);
    this.#headers = pageHeaders(contentPolicy([`ws://127.0.0.1:${this.port}`]));
    this.#fileTaker = new FileTaker({
      stage: (file) => options.app.stage(file),
      knows: (secret) => this.#access.knows(secret),
      isOwnOrigin: (origin) => isOwnOrigin(origin, this.port),
      reportDefect: options.reportDefect,
    });
    this.#unsubscribe = options.app.on((name, value) => this.#push(name, value));
    http.on('request', (request, response) => this.#serve(request, response));
    http.on('upgrade', (request, socket, head) => this.#upgrade({ request, socket, head }));
  }

  /** Rejects with the system's error (`EADDRINUSE`, `EACCES`) if the port cannot be had. */
  static async start(options: WindowServerOptions): Promise<WindowServer> {
    const http = createServer();
    http.maxConnections = maxConnections;
    await new Promise<void>((resolve, reject) => {
      http.once('error', reject);
      http.listen(options.port, '127.0.0.1', resolve);
    });
    return new WindowServer(http, options);
  }

  /** An address that opens the app once. */
  newAddress(): string {
    return `http://127.0.0.1:${this.port}/${webBridge.tokenMark}${this.#access.newToken()}`;
  }

  async close(): Promise<void> {
    this.#unsubscribe();
    for (const page of this.#connected) page.close();
    const closed = new Promise<void>((resolve) => this.#http.close(() => resolve()));
    this.#http.closeIdleConnections();
    const abandon = setTimeout(() => this.#destroyPages(), 500);
    await closed;
    clearTimeout(abandon);
  }

  #destroyPages(): void {
    for (const page of this.#connected) page.destroy();
    this.#http.closeAllConnections();
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    response.setHeaders(new Map(Object.entries(this.#headers)));
    if (!isOwnHost(request.headers.host, this.port)) return end(response, 421);
    if (request.method === 'POST' && request.url === webBridge.stagePath)
      return void this.#fileTaker.take(request, response);
    if (request.method !== 'GET' && request.method !== 'HEAD') return end(response, 405);
    // Joined and not resolved against a base: `//name` would be taken for another host.
    const path = request.url?.startsWith('/') ? request.url : '/';
    const url = URL.parse(`http://127.0.0.1:${this.port}${path}`);
    if (!url) return end(response, 400);
    if (url.pathname === webBridge.usedPath) return this.#sayUsed(response);
    const token = playedToken(url.pathname);
    if (token !== undefined) return void this.#play(token, request, response);
    const file = this.#files.get(url.pathname);
    if (!file) return end(response, 404);
    response.setHeader('Content-Type', file.type);
    response.end(request.method === 'HEAD' ? undefined : file.content);
    return undefined;
  }

  /** A player can say no secret but its address: so only one of a page of this very origin is answered at all. */
  async #play(token: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { headers } = request;
    const isOwn = headers['sec-fetch-site'] === 'same-origin';
    if (!isOwn || !players.has(String(headers['sec-fetch-dest']))) return end(response, 403);
    const { app, reportDefect } = this.#options;
    const answer = await answerPlayed(app, { token, range: headers.range }, reportDefect);
    response.writeHead(answer.status, answer.headers);
    response.end(request.method === 'HEAD' ? undefined : answer.bytes);
  }

  #sayUsed(response: ServerResponse): void {
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
    response.end(usedAddressPage());
  }

  #upgrade(the: { request: IncomingMessage; socket: Duplex; head: Buffer }): void {
    const { request, socket, head } = the;
    const { host, origin } = request.headers;
    socket.on('error', () => socket.destroy());
    if (!isOwnHost(host, this.port)) return refuseUpgrade(socket, '421 Misdirected Request');
    if (request.url !== webBridge.path) return refuseUpgrade(socket, '404 Not Found');
    if (!isOwnOrigin(origin, this.port)) return refuseUpgrade(socket, '403 Forbidden');
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
      this.#connect(webSocket);
    });
  }

  #connect(webSocket: WebSocket): void {
    const { app, clock, reportDefect } = this.#options;
    const page = new PageConnection(webSocket, {
      clock,
      admit: (secret) => this.#access.admit(secret),
      entered: () => {
        this.#pages.add(page);
        this.#options.pagesChanged(this.#pages.size);
      },
      handle: (name, params) => app.handle(name, params),
      reportDefect,
    });
    this.#connected.add(page);
    webSocket.once('close', () => {
      this.#connected.delete(page);
      if (this.#pages.delete(page)) this.#options.pagesChanged(this.#pages.size);
    });
  }

  #push<N extends PushName>(name: N, value: Pushes[N]): void {
    if (this.#pages.size === 0) return;
    this.#tell(JSON.stringify({ push: name, value } satisfies Push));
  }
}

function end(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.end();
}

function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/**
 * Another name for this computer in the Host header would be somebody's DNS (DNS rebinding), and `localhost` may be
 * `::1`, on which the same port is somebody else's.
 */
function isOwnHost(host: string | undefined, port: number): boolean {
  return host === `127.0.0.1:${port}`;
}

/** Pages of other ports are of the same site: their origin tells them. */
function isOwnOrigin(origin: string | undefined, port: number): boolean {
  return origin === `http://127.0.0.1:${port}`;
}
