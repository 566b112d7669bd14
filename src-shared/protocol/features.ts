import { connection } from './connection.ts';
import type { Feature } from './feature.ts';
import { groups } from './groups.ts';
import { history } from './history.ts';
import { members } from './members.ts';
import { messages } from './messages.ts';
import { privateChats } from './private-chats.ts';
import { receipts } from './receipts.ts';
import { signIn } from './sign-in.ts';

/** All that can be said over the wire. */
const features = [
  connection,
  signIn,
  members,
  messages,
  history,
  receipts,
  groups,
  privateChats,
] as const;

type WordsOf<F, P extends keyof Feature> = F extends { readonly [K in P]: infer W } ? W : never;
type AllOf<U> = (U extends unknown ? (each: U) => void : never) extends (all: infer I) => void
  ? I
  : never;

/** One part of every feature's words, in one table. */
export function allWords<P extends keyof Feature>(
  part: P,
): AllOf<WordsOf<(typeof features)[number], P>> {
  const tables = features.map((feature: Feature) => feature[part]);
  return Object.assign({}, ...tables) as AllOf<WordsOf<(typeof features)[number], P>>;
}
