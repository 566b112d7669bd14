import { createCipheriv, createHmac } from 'node:crypto';
import type { Socket } from 'node:net';
import { connect as connectTcp } from 'node:net';
import { Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';

const keyUpdate = Buffer.from([24, 0, 0, 1, 0]);
const handshakeRecord = 22;
const saidRecord = 23;
const tagBytes = 16;

/** Somebody inside TLS who makes new keys and says nothing; Node's own TLS has no word for it. */
export async function connectKeyUpdater(port: number): Promise<KeyUpdater> {
  const socket = connectTcp(port, '127.0.0.1');
  const between = new Duplex({
    read: () => undefined,
    write(chunk: Buffer, _encoding, done) {
      socket.write(chunk, () => done());
    },
  });
  socket.on('data', (chunk: Buffer) => between.push(chunk));
  const secured = connectTls({
    socket: between,
    rejectUnauthorized: false,
    ciphers: 'TLS_AES_128_GCM_SHA256',
    minVersion: 'TLSv1.3',
    ALPNProtocols: ['oda/1'],
  });
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  let secret = '';
  secured.on('keylog', (line: Buffer) => {
    const [label, , value = ''] = line.toString().trim().split(' ');
    if (label === 'CLIENT_TRAFFIC_SECRET_0') secret = value;
  });
  secured.once('secureConnect', resolve).once('error', reject);
  await promise;
  secured.on('error', () => undefined);
  return new KeyUpdater(socket, Buffer.from(secret, 'hex'));
}

/** RFC 8446, 4.6.3, 5.2 and 7. */
export class KeyUpdater {
  readonly closed: Promise<void>;
  readonly #socket: Socket;
  #secret: Buffer;

  constructor(socket: Socket, secret: Buffer) {
    this.#socket = socket;
    this.#secret = secret;
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
    socket.on('error', () => undefined);
  }

  /** So many new keys. */
  renew(count: number): void {
    this.#socket.write(Buffer.concat(Array.from({ length: count }, () => this.#renewed())));
  }

  /** The last words, by the key that is the newest. */
  say(text: string): void {
    this.#socket.write(this.#record(Buffer.from(text), saidRecord));
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #renewed(): Buffer {
    const record = this.#record(keyUpdate, handshakeRecord);
    this.#secret = this.#expand('traffic upd', 32);
    return record;
  }

  /** The first one by its key. */
  #record(content: Buffer, type: number): Buffer {
    const head = Buffer.of(saidRecord, 3, 3, 0, content.length + 1 + tagBytes);
    const cipher = createCipheriv('aes-128-gcm', this.#expand('key', 16), this.#expand('iv', 12));
    cipher.setAAD(head);
    const sealed = cipher.update(Buffer.concat([content, Buffer.of(type)]));
    return Buffer.concat([head, sealed, cipher.final(), cipher.getAuthTag()]);
  }

  /** HKDF-Expand-Label, of one block. */
  #expand(label: string, bytes: number): Buffer {
    const full = Buffer.from(`tls13 ${label}`);
    const info = Buffer.concat([Buffer.of(0, bytes, full.length), full, Buffer.of(0)]);
    const block = createHmac('sha256', this.#secret).update(info).update(Buffer.of(1)).digest();
    return block.subarray(0, bytes);
  }
}
