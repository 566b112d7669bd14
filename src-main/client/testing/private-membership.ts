import type { PrivateState } from '../../../src-shared/member/own-copy.ts';
import type { AccountId, PrivateId } from '../../../src-shared/protocol/ids.ts';
import { limits } from '../../../src-shared/protocol/limits.ts';
import type { Membership } from './membership.ts';
import { openMembership } from './membership.ts';
import { veli } from './scripted-room.ts';
import { rest, until } from './turns.ts';

export const id = 'private000000000' as PrivateId;
export const ayse = 'ayse000000' as AccountId;

export const asked = {
  type: 'private-asked',
  private: id,
  from: veli,
  expiresInMs: limits.privateAskMs,
};
export const opened = { type: 'private-opened', private: id, with: veli };

export function said(seq: number, text: string, from: AccountId = veli): object {
  const cid = `privatecid${String(seq).padStart(10, '0')}`;
  return { type: 'private-message', private: id, seq, at: seq, from, cid, text };
}

export function ended(reason: string, by?: AccountId): object {
  return { type: 'private-ended', private: id, reason, ...(by === undefined ? {} : { by }) };
}

export const chatOf = (oda: Membership) => oda.client.privates.list()[0];
export const stateOf = (oda: Membership): PrivateState | undefined => chatOf(oda)?.state;
export const textsOf = (oda: Membership) => chatOf(oda)?.messages.map(({ text }) => text);

export function untilIs(oda: Membership, is: PrivateState['is']): Promise<void> {
  return until(() => stateOf(oda)?.is === is, `private chat ${is}`);
}

/** Live, with what a room answers to private chats; `send-private` gets the numbers from 1 on. */
export async function goLive(): Promise<Membership> {
  const oda = await openMembership();
  let seq = 0;
  oda.room.on('ask-private', () => ({ private: id, state: 'asked' }));
  oda.room.on('send-private', () => ({ seq: (seq += 1), at: seq }));
  return oda.goLive();
}

/** With a private chat that both have agreed to. */
export async function openPrivate(): Promise<Membership> {
  const oda = await goLive();
  await oda.client.privates.ask(veli);
  oda.room.tell(opened);
  await untilIs(oda, 'open');
  return oda;
}

export async function reconnect(oda: Membership, ...frames: object[]): Promise<void> {
  oda.room.cut();
  await oda.untilState('waiting');
  // What a room says right after the sign-in comes in the same breath as its answer.
  oda.room.on('sign-in', () => undefined);
  oda.room.on('resume', () => {
    setImmediate(() => oda.room.tell(...frames));
    return undefined;
  });
  oda.client.retryNow();
  await oda.untilState('live');
  await rest();
}
