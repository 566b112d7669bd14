import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  getCipherInfo,
} from 'node:crypto';
import type { CipherGCMTypes, KeyObject } from 'node:crypto';
import { freeBytes, freePerByte } from './tls-overhead.ts';

/** What a connection's ciphers are named by in its handshake, and in Node's `createCipheriv` (RFC 8446, B.4). */
const suites: Readonly<Record<string, Suite>> = {
  TLS_AES_128_GCM_SHA256: { cipher: 'aes-128-gcm', hash: 'sha256', keyBytes: 16, hashBytes: 32 },
  TLS_AES_256_GCM_SHA384: { cipher: 'aes-256-gcm', hash: 'sha384', keyBytes: 32, hashBytes: 48 },
};

/** Of two that Node types alike. */
export type Suite = {
  cipher: CipherGCMTypes;
  hash: 'sha256' | 'sha384';
  keyBytes: number;
  hashBytes: number;
};

/** Undefined for one that is left to Node's own TLS. */
export function suiteOf(name: string): Suite | undefined {
  const suite = suites[name];
  return suite && getCipherInfo(suite.cipher) ? suite : undefined;
}

/** Outside, and (what a sealed one really is) inside. */
const record = { changeCipherSpec: 20, alert: 21, handshake: 22, said: 23 } as const;
const alerts = {
  closeNotify: 0,
  unexpectedMessage: 10,
  badRecord: 20,
  recordOverflow: 22,
  decode: 50,
};
const keyUpdateType = 24;
const keyUpdateBytes = 5;
const headBytes = 5;
const tagBytes = 16;
const ivBytes = 12;
/** What one record holds at most. */
const maxSaidBytes = 2 ** 14;
const maxSealedBytes = maxSaidBytes + 256;
/** By one key; AES-GCM stays safe for 16 times as many (RFC 8446, 5.5). */
const mostRecordsOfKey = 2 ** 20;

export type TlsSecrets = {
  client: Buffer;
  server: Buffer;
  sent: number;
  mostOfKey?: number;
};

/** What a chunk from the other end was found to hold. */
export type RecordListener = {
  said(bytes: Uint8Array<ArrayBuffer>): void;
  /** To be sent before all else. */
  reply(bytes: Uint8Array): void;
  /** The other end says nothing more. */
  ended(): void;
  /** It breaks the rules, or sends without end what says nothing; an alert, if it gets one. */
  broken(how: 'wrong' | 'flooded', alert?: Uint8Array): void;
};

/** The server's end of a connection of TLS 1.3 after its handshake (RFC 8446, 5): bytes to records and back. */
export class TlsRecords {
  readonly #read: Direction;
  readonly #write: Direction;
  readonly #gathered = new RecordGatherer();
  readonly #mostOfKey: number;
  #wireBytes = 0;
  #saidBytes = 0;
  #isOver = false;

  /** `sent`: so many records has the handshake sent by the server's key already. */
  constructor(suite: Suite, { client, server, sent, mostOfKey = mostRecordsOfKey }: TlsSecrets) {
    this.#read = new Direction(suite, client);
    this.#write = new Direction(suite, server, sent);
    this.#mostOfKey = mostOfKey;
  }

  /** What is said as records. */
  seal(bytes: Uint8Array): Uint8Array {
    const isWorn = this.#write.records >= this.#mostOfKey;
    const renewed = isWorn ? this.#renewWriting() : undefined;
    if (!renewed && bytes.length <= maxSaidBytes) return this.#write.seal(bytes, record.said);
    const records = renewed ? [renewed] : [];
    for (let at = 0; at < bytes.length; at += maxSaidBytes)
      records.push(this.#write.seal(bytes.subarray(at, at + maxSaidBytes), record.said));
    return Buffer.concat(records);
  }

  /** Says that nothing more will be said. */
  closeNotify(): Uint8Array {
    return this.#alert(alerts.closeNotify);
  }

  open(chunk: Uint8Array, listener: RecordListener): void {
    if (this.#isOver) return;
    this.#wireBytes += chunk.length;
    this.#gathered.add(chunk);
    while (!this.#isOver) {
      const whole = this.#gathered.take();
      if (whole === 'too-long') return this.#break(listener, alerts.recordOverflow);
      if (!whole) break;
      this.#openOne(whole, listener);
    }
    // A new key costs who reads it as much as a long text, and nobody above TLS hears of it.
    if (this.#isOver || this.#wireBytes <= freeBytes + freePerByte * this.#saidBytes) return;
    this.#isOver = true;
    listener.broken('flooded');
  }

  #openOne(whole: Uint8Array, listener: RecordListener): void {
    if (whole[0] !== record.said) return this.#break(listener, alerts.unexpectedMessage);
    const inner = this.#read.open(whole);
    if (!inner) return this.#break(listener, alerts.badRecord);
    // Behind what is said stands what it is, and then as many zeros as one likes.
    const end = inner.findLastIndex((byte) => byte !== 0);
    const said = inner.subarray(0, Math.max(end, 0));
    if (said.length > maxSaidBytes) return this.#break(listener, alerts.recordOverflow);
    switch (inner[end]) {
      case record.said:
        this.#saidBytes += said.length;
        if (said.length > 0) listener.said(said);
        return;
      case record.alert:
        this.#isOver = true;
        if (said[1] === alerts.closeNotify) listener.ended();
        else listener.broken('wrong');
        return;
      case record.handshake:
        return this.#renewReading(said, listener);
      default:
        return this.#break(listener, alerts.unexpectedMessage);
    }
  }

  /** A new key is all that a client has to say of the kind once the handshake is over (4.6.3). */
  #renewReading(said: Uint8Array, listener: RecordListener): void {
    const [type, , , bytes, isAsked] = said;
    if (type !== keyUpdateType) return this.#break(listener, alerts.unexpectedMessage);
    if (said.length !== keyUpdateBytes || bytes !== 1 || (isAsked !== 0 && isAsked !== 1))
      return this.#break(listener, alerts.decode);
    this.#read.renew();
    if (isAsked === 1) listener.reply(this.#renewWriting());
  }

  #renewWriting(): Uint8Array {
    const said = this.#write.seal(Buffer.of(keyUpdateType, 0, 0, 1, 0), record.handshake);
    this.#write.renew();
    return said;
  }

  #break(listener: RecordListener, alert: number): void {
    this.#isOver = true;
    listener.broken('wrong', this.#alert(alert));
  }

  #alert(alert: number): Uint8Array {
    const level = alert === alerts.closeNotify ? 1 : 2;
    return this.#write.seal(Buffer.of(level, alert), record.alert);
  }
}

/** One direction's key, of which each record has a number of its own. */
class Direction {
  readonly #suite: Suite;
  #secret: Uint8Array;
  #key: KeyObject;
  #iv: Uint8Array;
  /** By the key that it has now. */
  records: number;

  constructor(suite: Suite, secret: Buffer, records = 0) {
    this.#suite = suite;
    this.#secret = new Uint8Array(secret);
    this.records = records;
    this.#key = this.#makeKey();
    this.#iv = expand(suite, secret, ['iv', ivBytes]);
  }

  renew(): void {
    this.#secret = expand(this.#suite, this.#secret, ['traffic upd', this.#suite.hashBytes]);
    this.#key = this.#makeKey();
    this.#iv = expand(this.#suite, this.#secret, ['iv', ivBytes]);
    this.records = 0;
  }

  seal(bytes: Uint8Array, type: number): Uint8Array {
    const sealed = Buffer.allocUnsafe(headBytes + bytes.length + 1 + tagBytes);
    sealed[0] = record.said;
    sealed[1] = 3;
    sealed[2] = 3;
    sealed.writeUInt16BE(sealed.length - headBytes, 3);
    const cipher = createCipheriv(this.#suite.cipher, this.#key, this.#nextNonce());
    cipher.setAAD(sealed.subarray(0, headBytes));
    sealed.set(cipher.update(bytes), headBytes);
    sealed.set(cipher.update(Buffer.of(type)), headBytes + bytes.length);
    cipher.final();
    sealed.set(cipher.getAuthTag(), headBytes + bytes.length + 1);
    return sealed;
  }

  /** Undefined if it was not sealed by this key, or not as the next one. */
  open(sealed: Uint8Array): Buffer<ArrayBuffer> | undefined {
    const end = sealed.length - tagBytes;
    if (end <= headBytes) return undefined;
    const decipher = createDecipheriv(this.#suite.cipher, this.#key, this.#nextNonce());
    decipher.setAAD(sealed.subarray(0, headBytes));
    decipher.setAuthTag(sealed.subarray(end));
    const inner = decipher.update(sealed.subarray(headBytes, end));
    try {
      decipher.final();
    } catch {
      return undefined;
    }
    return inner;
  }

  #makeKey(): KeyObject {
    return createSecretKey(expand(this.#suite, this.#secret, ['key', this.#suite.keyBytes]));
  }

  /** The record's number over the iv, bit by bit (5.3). */
  #nextNonce(): Buffer {
    const nonce = Buffer.from(this.#iv);
    nonce.writeUInt32BE((nonce.readUInt32BE(ivBytes - 4) ^ this.records) >>> 0, ivBytes - 4);
    this.records += 1;
    return nonce;
  }
}

/** HKDF-Expand-Label of at most one block (RFC 8446, 7.1). */
function expand(
  { hash }: Suite,
  secret: Uint8Array,
  [label, bytes]: readonly [label: string, bytes: number],
): Uint8Array {
  const full = Buffer.from(`tls13 ${label}`);
  const info = Buffer.concat([Buffer.of(0, bytes, full.length), full, Buffer.of(0, 1)]);
  // A copy that has its memory to itself: a part of Node's pool would keep all of that.
  return new Uint8Array(createHmac(hash, secret).update(info).digest().subarray(0, bytes));
}

/** Cuts bytes into records, wherever they were cut on their way. */
export class RecordGatherer {
  #parts: Uint8Array[] = [];
  #bytes = 0;

  add(chunk: Uint8Array): void {
    this.#parts.push(chunk);
    this.#bytes += chunk.length;
  }

  /** The next one with its head, if all of it is there. */
  take(): Uint8Array | 'too-long' | undefined {
    if (this.#bytes < headBytes) return undefined;
    const first = this.#joined(headBytes);
    const bytes = ((first[3] ?? 0) << 8) | (first[4] ?? 0);
    if (bytes > maxSealedBytes) return 'too-long';
    const length = headBytes + bytes;
    if (this.#bytes < length) return undefined;
    const all = this.#joined(length);
    this.#bytes -= length;
    if (all.length === length) this.#parts.shift();
    else this.#parts[0] = all.subarray(length);
    return all.subarray(0, length);
  }

  /** All that waits, for whoever goes on with it. */
  rest(): Uint8Array {
    const rest = Buffer.concat(this.#parts);
    this.#parts = [];
    this.#bytes = 0;
    return rest;
  }

  /** The first part, which holds so much then. */
  #joined(bytes: number): Uint8Array {
    const [first] = this.#parts;
    if (first && first.length >= bytes) return first;
    const all = Buffer.concat(this.#parts);
    this.#parts = [all];
    return all;
  }
}
