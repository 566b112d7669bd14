import type { KeyObject } from 'node:crypto';
import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';
import type { RoomKey } from '../../src-shared/host/room-key.ts';
import type { Pin } from '../../src-shared/protocol/ids.ts';

/** No end that anybody waits for (RFC 5280, 4.1.2.5): what is pinned is the key, nobody looks at the dates. */
const neverEnds = new Date('9999-12-31T23:59:59Z');
const longBegun = new Date('2000-01-01T00:00:00Z');
const signing = { name: 'ECDSA', hash: 'SHA-256' };
const curve = { name: 'ECDSA', namedCurve: 'P-256' };

/** A new key for a new room (P-256, W14), with a certificate. */
export async function makeRoomKey(): Promise<RoomKey> {
  const { privateKey } = await crypto.subtle.generateKey(curve, true, ['sign', 'verify']);
  const exported = new Uint8Array(await crypto.subtle.exportKey('pkcs8', privateKey));
  return { privateKey: exported, certificate: await certify(exported) };
}

/** A certificate for a key, made anew: whoever has pinned the key notices nothing. */
export async function certify(privateKey: Uint8Array): Promise<Uint8Array> {
  // 450 kB that only the making of a room needs; the first is what the second is built on.
  await import('reflect-metadata');
  const { X509CertificateGenerator } = await import('@peculiar/x509');
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      name: 'CN=Oda',
      notBefore: longBegun,
      notAfter: neverEnds,
      signingAlgorithm: signing,
      keys: await pairOf(privateKey),
    },
    crypto,
  );
  return new Uint8Array(certificate.rawData);
}

export function pinOf(publicKey: KeyObject): Pin {
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(spki).digest('base64url') as Pin;
}

/** By which a room with this key is known. */
export function pinOfRoom({ privateKey }: Pick<RoomKey, 'privateKey'>): Pin {
  return pinOf(createPublicKey(keyObject(privateKey)));
}

function keyObject(privateKey: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.from(privateKey), format: 'der', type: 'pkcs8' });
}

async function pairOf(privateKey: Uint8Array) {
  const spki = createPublicKey(keyObject(privateKey)).export({ type: 'spki', format: 'der' });
  const { subtle } = crypto;
  return {
    privateKey: await subtle.importKey('pkcs8', Buffer.from(privateKey), curve, false, ['sign']),
    publicKey: await subtle.importKey('spki', spki, curve, true, ['verify']),
  };
}
