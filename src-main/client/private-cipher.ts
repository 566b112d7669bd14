import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  randomBytes,
} from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { AccountId, Bits256, PrivateId, RoomId } from '../../src-shared/protocol/ids.ts';
import { sealing } from '../../src-shared/protocol/private-chats.ts';
import { signCount, signsToCompare } from '../../src-shared/member/compare-signs.ts';

/** A key of one side for one private chat, in memory only. */
export type OwnKey = { publicKey: Bits256; secretKey: KeyObject };

/** What the one who asks shows last: it was bound to it before it saw the other side's key. */
export type Revealed = { key: Bits256; nonce: Bits256 };

/** Between whom a private chat is; part of what the keys are made of, so that it is the same chat for both. */
export type Between = { room: RoomId; private: PrivateId; asker: AccountId; answerer: AccountId };

type Side = 'asker' | 'answerer';
type Agreement = {
  side: Side;
  own: OwnKey;
  asker: Revealed;
  answerer: Bits256;
  between: Between;
};

const cipherName = 'aes-256-gcm';
const keyBytes = 32;
/** Ends the text within what is padded (ISO/IEC 7816-4). */
const endMark = 0x80;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export function makeKey(): OwnKey {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  return { publicKey: publicKey.export({ format: 'jwk' }).x as Bits256, secretKey: privateKey };
}

export function makeNonce(): Bits256 {
  return randomBytes(32).toString('base64url') as Bits256;
}

/** What the one who asks sends first. */
export function commitTo({ key, nonce }: Revealed): Bits256 {
  const said = ['oda private chat 1: commitment', plain(nonce), plain(key)];
  return createHash('sha256').update(said.join('\n')).digest('base64url') as Bits256;
}

/** Undefined if the other side's key is none. */
export function agree({
  side,
  own,
  asker,
  answerer,
  between,
}: Agreement): PrivateCipher | undefined {
  const secret = sharedSecret(own, side === 'asker' ? answerer : asker.key);
  if (!secret) return undefined;
  const { room, private: id, asker: one, answerer: other } = between;
  const transcript = createHash('sha256')
    .update([room, id, one, other, asker.key, answerer, asker.nonce].map(plain).join('\n'))
    .digest();
  const derive = (use: string, bytes: number) =>
    Buffer.from(hkdfSync('sha256', secret, transcript, `oda private chat 1: ${use}`, bytes));
  const keys = {
    asker: derive('what the asker says', keyBytes),
    answerer: derive('what the answerer says', keyBytes),
  };
  const signs = [...derive('what is compared', signsToCompare)].map((byte) => byte % signCount);
  const partner = side === 'asker' ? 'answerer' : 'asker';
  return new PrivateCipher({ sealsWith: keys[side], opensWith: keys[partner], signs });
}

/**
 * AES-256-GCM with a key for each direction. What is sealed has its number in that direction (never used twice) as the
 * nonce, and the number of what the sender knows to have come before it beside: what was left out, put in, repeated or
 * brought into another order does not open.
 */
export class PrivateCipher {
  /** Places in the list of signs; the same for both if nobody is in between. */
  readonly signs: readonly number[];
  readonly #sealsWith: Buffer;
  readonly #opensWith: Buffer;

  constructor(made: { sealsWith: Buffer; opensWith: Buffer; signs: readonly number[] }) {
    this.signs = made.signs;
    this.#sealsWith = made.sealsWith;
    this.#opensWith = made.opensWith;
  }

  seal({ number, after, text }: { number: number; after: number; text: string }): string {
    const head = headOf(number);
    const cipher = createCipheriv(cipherName, this.#sealsWith, nonceOf(head));
    cipher.setAAD(headOf(after));
    const sealed = [cipher.update(padded(text)), cipher.final()];
    return Buffer.concat([head, ...sealed, cipher.getAuthTag()]).toString('base64url');
  }

  /** The text of what comes right after number `after`; undefined if it is not that, or not whole. */
  open(bytes: string, after: number): string | undefined {
    const all = Buffer.from(bytes, 'base64url');
    const { headBytes, tagBytes } = sealing;
    if (all.length < headBytes + tagBytes) return undefined;
    const head = all.subarray(0, headBytes);
    const decipher = createDecipheriv(cipherName, this.#opensWith, nonceOf(head));
    decipher.setAAD(headOf(after));
    decipher.setAuthTag(all.subarray(-tagBytes));
    try {
      const opened = [decipher.update(all.subarray(headBytes, -tagBytes)), decipher.final()];
      return unpadded(Buffer.concat(opened));
    } catch {
      // Node has no other way to say so: changed on the way, or no text.
      return undefined;
    }
  }
}

/** The number that is written openly before what was sealed; 0 if there is none. */
export function numberOf(bytes: string): number {
  const all = Buffer.from(bytes, 'base64url');
  return all.length < sealing.headBytes ? 0 : all.readUInt32BE(0);
}

function sharedSecret({ secretKey }: OwnKey, theirs: Bits256): Buffer | undefined {
  try {
    const jwk = { kty: 'OKP', crv: 'X25519', x: plain(theirs) };
    return diffieHellman({
      privateKey: secretKey,
      publicKey: createPublicKey({ key: jwk, format: 'jwk' }),
    });
  } catch {
    // A point of small order: whoever sends one wants a secret that everybody knows.
    return undefined;
  }
}

/** Of two ways to write the same bits the usual one. */
function plain(text: string): string {
  return Buffer.from(text, 'base64url').toString('base64url');
}

function headOf(number: number): Buffer {
  const head = Buffer.alloc(sealing.headBytes);
  head.writeUInt32BE(number);
  return head;
}

function nonceOf(head: Uint8Array): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.set(head, nonce.length - head.length);
  return nonce;
}

function padded(text: string): Buffer {
  const bytes = Buffer.from(text);
  const whole = Buffer.alloc(Math.ceil((bytes.length + 1) / sealing.stepBytes) * sealing.stepBytes);
  whole.set(bytes);
  whole[bytes.length] = endMark;
  return whole;
}

function unpadded(whole: Buffer): string | undefined {
  const end = whole.lastIndexOf(endMark);
  const isPadded = end >= 0 && whole.subarray(end + 1).every((byte) => byte === 0);
  return isPadded ? utf8.decode(whole.subarray(0, end)) : undefined;
}
