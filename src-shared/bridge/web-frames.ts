import { z } from 'zod';
import { pushNames } from './bridge.ts';

/** What a page of the browser shell and the app behind it say to each other, one JSON object a frame. */
export const webRequest = z.object({
  id: z.int().nonnegative(),
  name: z.string().max(64),
  params: z.unknown(),
});
export type WebRequest = z.infer<typeof webRequest>;

export const webReply = z.union([
  z.object({ id: z.int().nonnegative(), answer: z.looseObject({ ok: z.boolean() }) }),
  z.object({ push: z.enum(pushNames), value: z.unknown() }),
]);
export type WebReply = z.infer<typeof webReply>;

export const webBridge = {
  path: '/bridge',
  /** The longest draft, every character of it escaped, and some room. */
  maxRequestBytes: 1024 * 1024,
  /** Requests of one page that wait for their answer. */
  maxPending: 1000,
  /** What may wait for one page before it is taken for stuck. */
  maxBacklogBytes: 32 * 1024 * 1024,
  /** The close code of an app that ends (RFC 6455: going away). */
  endedCode: 1001,
} as const;
