import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import { limits } from '../../src-shared/protocol/limits.ts';
import { boundOverhead, freeBytes } from './tls-overhead.ts';
import { RecordGatherer, suiteOf, TlsRecords } from './tls-records.ts';
import { acceptTls } from './tls.ts';
import type { ServerTls } from './tls.ts';

/** What a sealed record is outside. */
const sealed = 23;

export type TlsHandshakeParts = {
  socket: Socket;
  /** What was heard of it. */
  soFar: Uint8Array;
  tls: ServerTls;
  /** All goes on with this socket, in records if there are any. */
  done: (socket: Socket, records?: TlsRecords) => void;
  /** The socket has ended, and no handshake was made. */
  failed: (error?: Error) => void;
};

/**
 * The server's end of a handshake. It is Node's; after it the records are our own, by the keys that it made: what Node
 * keeps for each connection would be 50 KB, and each of its writes costs twice as much.
 */
class TlsHandshake {
  readonly #parts: TlsHandshakeParts;
  readonly #secured: TLSSocket;
  readonly #between: Duplex;
  readonly #gathered = new RecordGatherer();
  readonly #deadline: NodeJS.Timeout;
  #heardBytes = 0;
  /** Records sent by the key with which all goes on. */
  #sent = 0;
  #hasHeardSealed = false;
  #phase: 'handshake' | 'secure' | 'in-nodes' | 'left' = 'handshake';
  #secrets: { client?: Buffer; server?: Buffer } = {};
  #error: Error | undefined;

  constructor(parts: TlsHandshakeParts) {
    this.#parts = parts;
    const { socket, tls, soFar } = parts;
    this.#between = new Duplex({
      // What is pushed is little until Node's TLS goes on by itself, and waits for room then.
      read: () => void (this.#phase === 'in-nodes' && socket.resume()),
      write: (chunk: Buffer, _encoding, done) => this.#send(chunk, done),
    });
    this.#secured = acceptTls(this.#between, tls);
    this.#secured.on('keylog', this.#noteSecret);
    this.#secured.once('secure', () => (this.#phase = 'secure'));
    this.#secured.on('error', this.#fail);
    this.#deadline = setTimeout(() => socket.destroy(), limits.tlsHandshakeMs);
    socket.on('data', this.#hear);
    socket.on('end', this.#end);
    socket.on('error', this.#noteError);
    socket.on('close', this.#closed);
    if (soFar.length > 0) socket.unshift(Buffer.from(soFar));
    socket.resume();
  }

  /** Record by record: what comes behind the last one of the handshake is not for it. */
  readonly #hear = (chunk: Buffer): void => {
    this.#gathered.add(chunk);
    while (this.#phase === 'handshake') {
      const whole = this.#gathered.take();
      if (!whole) return;
      // One that is too long is for the handshake to refuse, in words that the other end knows.
      const record = whole === 'too-long' ? this.#gathered.rest() : whole;
      this.#heardBytes += record.length;
      if (this.#heardBytes > freeBytes) return void this.#parts.socket.destroy();
      this.#hasHeardSealed ||= record[0] === sealed;
      this.#between.push(record);
    }
    if (this.#phase === 'secure') this.#goOn();
  };

  readonly #noteSecret = (line: Buffer): void => {
    const [label, , secret = ''] = line.toString('latin1').trim().split(' ');
    if (label === 'CLIENT_TRAFFIC_SECRET_0') this.#secrets.client = Buffer.from(secret, 'hex');
    if (label === 'SERVER_TRAFFIC_SECRET_0') this.#secrets.server = Buffer.from(secret, 'hex');
  };

  #send(chunk: Buffer, done: () => void): void {
    if (this.#phase === 'left') return done();
    this.#parts.socket.write(chunk, () => done());
    // After its own last word the server sends nothing by the handshake's keys.
    if (this.#hasHeardSealed) this.#sent += recordsIn(chunk);
  }

  #goOn(): void {
    const { socket, done } = this.#parts;
    const { client, server } = this.#secrets;
    const suite = suiteOf(this.#secured.getCipher().standardName);
    socket.pause();
    this.#stop();
    if (!suite || !client || !server) return this.#goOnInNodes();
    this.#leave();
    const rest = this.#gathered.rest();
    if (rest.length > 0) socket.unshift(rest);
    done(socket, new TlsRecords(suite, { client, server, sent: this.#sent }));
  }

  /** By ciphers that are not ours (Electron has them where a processor has no AES) all of it stays Node's. */
  #goOnInNodes(): void {
    const { socket, tls, done } = this.#parts;
    const [between, secured] = [this.#between, this.#secured];
    this.#phase = 'in-nodes';
    const rest = this.#gathered.rest();
    if (rest.length === 0 || between.push(rest)) socket.resume();
    boundOverhead({ socket, secured, flooded: tls.flooded });
    socket.on('data', (chunk: Buffer) => void (between.push(chunk) || socket.pause()));
    socket.on('end', () => between.push(null));
    socket.on('error', (error) => secured.destroy(error));
    socket.on('close', () => secured.destroy());
    secured.on('close', () => socket.destroySoon());
    done(secured);
  }

  readonly #noteError = (error: Error): void => {
    this.#error ??= error;
  };

  readonly #fail = (error: Error): void => {
    this.#noteError(error);
    // An alert may be on its way.
    this.#parts.socket.destroySoon();
  };

  readonly #end = (): void => {
    this.#parts.socket.destroy();
  };

  readonly #closed = (): void => {
    this.#stop();
    this.#leave();
    this.#parts.failed(this.#error);
  };

  /** The socket is another's, or nobody's. */
  #leave(): void {
    this.#phase = 'left';
    this.#secured.on('error', () => undefined);
    this.#secured.destroy();
  }

  #stop(): void {
    clearTimeout(this.#deadline);
    const { socket } = this.#parts;
    socket.off('data', this.#hear);
    socket.off('end', this.#end);
    socket.off('error', this.#noteError);
    socket.off('close', this.#closed);
    this.#secured.off('error', this.#fail);
  }
}

/** Goes on by itself, and is forgotten when it is over. */
export function beginHandshake(parts: TlsHandshakeParts): void {
  // It is its socket's listener.
  void new TlsHandshake(parts);
}

/** Whole ones, as Node's TLS writes them. */
function recordsIn(chunk: Buffer): number {
  let records = 0;
  for (let at = 0; at + 5 <= chunk.length; at += 5 + chunk.readUInt16BE(at + 3)) records += 1;
  return records;
}
