import { handshakeByte } from '../net/tls.ts';
import type { Gateway } from './session-port.ts';

/** What a peer's first bytes say of how it speaks (W15). */
export type Recognised =
  | Gateway
  /** It begins a handshake of TLS. */
  | 'oda'
  /** Oda's own protocol without TLS, which no room speaks (W14). */
  | 'unencrypted'
  | 'unsure';

/** If the dialect cannot be told by now, more bytes will not tell it either. */
const maxFirstBytes = 256;
const openingBrace = 0x7b;
const blanks = new Set([0x09, 0x0a, 0x0d, 0x20]);

/** Oda's own protocol runs inside TLS; plain lines are for whom nobody else knows. */
export function recogniseDialect(
  firstBytes: Uint8Array,
  { gateways, isLast }: { gateways: readonly Gateway[]; isLast: boolean },
): Recognised {
  if (firstBytes[0] === handshakeByte) return 'oda';
  let isUnsure = false;
  for (const gateway of gateways) {
    if (gateway.dialect === 'lines') continue;
    const answer = gateway.recognises(firstBytes);
    if (answer === 'yes') return gateway;
    if (answer === 'unsure') isUnsure = true;
  }
  if (isUnsure && !isLast && firstBytes.length < maxFirstBytes) return 'unsure';
  if (firstBytes.find((byte) => !blanks.has(byte)) === openingBrace) return 'unencrypted';
  return linesOf(gateways) ?? 'unencrypted';
}

/** Who says nothing is taken for a person at a terminal. */
export function linesOf(gateways: readonly Gateway[]): Gateway | undefined {
  return gateways.find((gateway) => gateway.dialect === 'lines');
}
