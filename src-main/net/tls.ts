import type { Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import { connect, createSecureContext, TLSSocket } from 'node:tls';
import type { RoomKey } from '../../src-shared/host/room-key.ts';
import type { RefusalCode } from '../../src-shared/protocol/codes.ts';
import type { Pin } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { pinOf } from './room-key.ts';
import { boundOverhead } from './tls-overhead.ts';

/** W14. AES with 128 bits is as good here as with 256, and fan-out is faster with it. */
const tls13 = {
  minVersion: 'TLSv1.3',
  maxVersion: 'TLSv1.3',
  ciphers: 'TLS_AES_128_GCM_SHA256:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_256_GCM_SHA384',
} as const;
/** Told in the handshake: another server than a room does not agree to it. */
const protocols = ['oda/1'];

/** How a room that takes nobody in says so before any handshake: alerts of RFC 8446, 6. */
const alerts: Partial<Record<RefusalCode, { number: number; systemCode: string }>> = {
  'too-many-connections': { number: 49, systemCode: 'ERR_SSL_TLSV1_ALERT_ACCESS_DENIED' },
  'room-full': { number: 80, systemCode: 'ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR' },
  'room-closed': { number: 90, systemCode: 'ERR_SSL_TLSV1_ALERT_USER_CANCELLED' },
};

/** A TLS record that begins a handshake. */
export const handshakeByte = 0x16;

export type ServerTls = {
  context: SecureContext;
  /** The other end sent records without end that say nothing, and was left. */
  flooded?: () => void;
};

export function serverTls({ privateKey, certificate }: RoomKey): ServerTls {
  const context = createSecureContext({
    key: pem('PRIVATE KEY', privateKey),
    cert: pem('CERTIFICATE', certificate),
    ...tls13,
  });
  return { context };
}

/** Goes on inside TLS, as the server; the handshake has its deadline, then the socket is destroyed. */
export function acceptTls(
  socket: Socket,
  soFar: Uint8Array,
  { context, flooded }: ServerTls,
): TLSSocket {
  socket.pause();
  if (soFar.length > 0) socket.unshift(Buffer.from(soFar));
  const secured = new TLSSocket(socket, {
    isServer: true,
    secureContext: context,
    ALPNProtocols: protocols,
  });
  boundOverhead({ socket, secured, flooded });
  const deadline = setTimeout(() => secured.destroy(), limits.tlsHandshakeMs);
  // Both let go of it: as long as the connection stands it would be kept with it.
  const inTime = (): void => {
    clearTimeout(deadline);
    secured.off('secure', inTime).off('close', inTime);
  };
  secured.on('secure', inTime).on('close', inTime);
  return secured;
}

/** The record that ends a handshake which has hardly begun, for one of `alerts`. */
export function alertOf(code: RefusalCode): Uint8Array {
  return Uint8Array.of(0x15, 3, 3, 0, 2, 2, alerts[code]?.number ?? 80);
}

/** The other end has no TLS, or breaks it, or is no room, or takes nobody in. */
export class HandshakeError extends Error {
  /** What a room says that takes nobody in. */
  get refusal(): RefusalCode | undefined {
    const told = Object.entries(alerts).find(([, { systemCode }]) => systemCode === this.#code);
    return told?.[0] as RefusalCode | undefined;
  }

  /** It said something that is no TLS. */
  get wasPlain(): boolean {
    return (
      this.#code === 'ERR_SSL_WRONG_VERSION_NUMBER' ||
      this.#code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG'
    );
  }

  get #code(): unknown {
    return this.cause instanceof Error && 'code' in this.cause ? this.cause.code : undefined;
  }
}

/** A connection inside TLS, and the key that the room has shown. */
export type Secured = { secured: TLSSocket; pin: Pin };

/**
 * Goes on inside TLS, as the client. Resolves with the key that the room has shown, before a byte was written to it:
 * whoever knows another one for it ends the socket. Rejects with a `HandshakeError`.
 */
export async function startTls(socket: Socket): Promise<Secured> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  // The key is what is compared; a certificate that somebody signed would tell nothing here.
  const secured = connect({
    socket,
    rejectUnauthorized: false,
    ALPNProtocols: protocols,
    ...tls13,
  });
  boundOverhead({ socket, secured });
  // Heard for good: what happens later is for whoever has it then, and no defect before that.
  const fail = (error?: Error) =>
    reject(new HandshakeError('There was no handshake', { cause: error }));
  secured.on('error', fail);
  secured.once('close', () => fail());
  secured.once('secureConnect', () => resolve(undefined));
  const deadline = setTimeout(fail, limits.tlsHandshakeMs);
  try {
    await promise;
    const shown = secured.getPeerX509Certificate();
    if (!shown || secured.alpnProtocol !== protocols[0])
      throw new HandshakeError('No room answers');
    return { secured, pin: pinOf(shown.publicKey) };
  } catch (error) {
    secured.destroy();
    throw error;
  } finally {
    clearTimeout(deadline);
  }
}

function pem(label: string, der: Uint8Array): string {
  return `-----BEGIN ${label}-----\n${Buffer.from(der).toString('base64')}\n-----END ${label}-----\n`;
}
