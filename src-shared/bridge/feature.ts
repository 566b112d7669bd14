import { z } from 'zod';
import { conversationId, roomId } from '../protocol/ids.ts';

/** What a request gives, or a push carries: the app's own type, which nobody has to check. */
export type Carried<T> = {
  /** Never there. */
  readonly carries?: T;
};

export function carries<T>(): Carried<T> {
  return {};
}

/** The words of one feature between the windows and the app, `noun/verb`. */
export type BridgeFeature = {
  /** What a window can ask for, with the shape of its parameters. */
  requests: Readonly<Record<string, { params: z.ZodType; result: Carried<unknown> }>>;
  /** What the main process tells every window without being asked. */
  pushes?: Readonly<Record<string, Carried<unknown>>>;
};

export function bridgeFeature<const F extends BridgeFeature>(words: F): F {
  return words;
}

export const nothing = z.object({});
export const inRoom = z.object({ room: roomId });
export const inConversation = z.object({ room: roomId, in: conversationId });
/** Of a text that is written, in units of UTF-16: far more than can be sent, so that it can be cut down. */
export const maxWrittenUnits = 100_000;

/** Half a character cannot be sent. */
export const text = z
  .string()
  .max(maxWrittenUnits)
  .transform((typed) => typed.toWellFormed());
