import { parseJson } from '../parse-json.ts';
import { dropHarmful, isTooDeep } from './json-checks.ts';
import { saidPrivately } from './private-chats.ts';
import type { SaidPrivately } from './private-chats.ts';

/** What is sealed of a message. */
export function textToSeal({ text, files }: SaidPrivately): string {
  return JSON.stringify({ text, files });
}

/** Undefined if it is no message. */
export function readSaid(opened: string): SaidPrivately | undefined {
  const value = isTooDeep(opened) ? undefined : parseJson(opened);
  return dropHarmful(value) ? saidPrivately.safeParse(value).data : undefined;
}
