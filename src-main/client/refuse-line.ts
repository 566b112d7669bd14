import type { Refusal } from '../../src-shared/protocol/codes.ts';
import { encodeFrame } from '../../src-shared/protocol/encode-frame.ts';
import { sealedLengthOf } from '../../src-shared/protocol/private-chats.ts';
import { refuseText } from '../../src-shared/text/refuse-text.ts';

/** `type` and `rid` with all that stands around them. */
const envelopeBytes = 64;
/** The same, with the ids of a private chat and of a message. */
const sealedEnvelopeBytes = 192;

type LineLimits = { readonly maxTextCharacters: number; readonly maxLineBytes: number };

/**
 * Why what is to be said cannot go to a room with these limits. A line that is too long would end the
 * connection, again and again.
 */
export function refuseLine(
  fields: { readonly text?: string; readonly [field: string]: unknown },
  limits: LineLimits,
): Refusal | undefined {
  if (fields.text === undefined) return undefined;
  return refuseBytes(fields.text, Buffer.byteLength(encodeFrame(fields)) + envelopeBytes, limits);
}

/** The same for a text that is sealed first, with what goes with it, and then written in base64url. */
export function refuseSealedLine(
  text: string,
  toSeal: string,
  limits: LineLimits,
): Refusal | undefined {
  const bytes = sealedLengthOf(Buffer.byteLength(toSeal)) + sealedEnvelopeBytes;
  return refuseBytes(text, bytes, limits);
}

function refuseBytes(text: string, bytes: number, limits: LineLimits): Refusal | undefined {
  if (bytes <= limits.maxLineBytes) return refuseText(text, limits.maxTextCharacters);
  return { code: 'text-too-long', limit: limits.maxTextCharacters };
}
