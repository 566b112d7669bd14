import type { Refusal } from '../../src-shared/protocol/codes.ts';
import { encodeFrame } from '../../src-shared/protocol/encode-frame.ts';
import { refuseText } from '../../src-shared/text/refuse-text.ts';

/** `type` and `rid` with all that stands around them. */
const envelopeBytes = 64;

/**
 * Why what is to be said cannot go to a room with these limits. A line that is too long would end the
 * connection, again and again.
 */
export function refuseLine(
  fields: { readonly text: string; readonly [field: string]: string },
  limits: { readonly maxTextCharacters: number; readonly maxLineBytes: number },
): Refusal | undefined {
  const bytes = Buffer.byteLength(encodeFrame(fields)) + envelopeBytes;
  if (bytes <= limits.maxLineBytes) return refuseText(fields.text, limits.maxTextCharacters);
  return { code: 'text-too-long', limit: limits.maxTextCharacters };
}
