import { encodeFrame } from '../../src-shared/protocol/encode-frame.ts';

/** `type` and `rid` with all that stands around them. */
const envelopeBytes = 64;

/** A line that is too long would end the connection, again and again. */
export function fitsLine(fields: object, maxLineBytes: number): boolean {
  return Buffer.byteLength(encodeFrame(fields)) + envelopeBytes <= maxLineBytes;
}
