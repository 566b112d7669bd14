import type { PrivateState } from '../../../src-shared/member/own-copy.ts';
import type { AccountId, Bits256, PrivateId } from '../../../src-shared/protocol/ids.ts';
import { readSaid, textToSeal } from '../../../src-shared/protocol/said-privately.ts';
import { limits } from '../../../src-shared/protocol/limits.ts';
import { agree, commitTo, makeKey, makeNonce, numberOf } from '../private-cipher.ts';
import type { PrivateCipher } from '../private-cipher.ts';
import type { Membership } from './membership.ts';
import { openMembership } from './membership.ts';
import { own, roomId, veli } from './scripted-room.ts';
import { rest, until } from './turns.ts';

export const id = 'private000000000' as PrivateId;
export const ayse = 'ayse000000' as AccountId;

/** Veli's own key, whoever of the two asks. */
export const partnerKey = makeKey();
const partnerNonce = makeNonce();
const shown = { key: partnerKey.publicKey, nonce: partnerNonce };

export const asked = {
  type: 'private-asked',
  private: id,
  from: veli,
  commitment: commitTo(shown),
  expiresInMs: limits.privateAskMs,
};
/** To the one who asked Veli. */
export const opened = { type: 'private-opened', private: id, with: veli, key: shown.key };
/** To the one whom Veli asked, when Veli's key has been shown. */
export const openedByVeli = { ...opened, nonce: partnerNonce };

/** Veli's end of the newest private chat, and what was sealed with it: by number of the room. */
let partner: { cipher: PrivateCipher; sealed: Map<string, string>; numbers: number };

/** Once this side has shown its key, as the asker. */
function becomePartner(oda: Membership): void {
  const revealed = oda.room.askedFor('reveal-private').at(-1);
  if (!revealed) throw new Error('no key was shown');
  const between = { room: roomId, private: id, asker: own, answerer: veli };
  const made = { side: 'answerer', own: partnerKey, asker: revealed, answerer: shown.key } as const;
  begin(agree({ ...made, between }));
}

/** Once this side has said yes to Veli. */
export function becomeAsker(oda: Membership): void {
  const key = oda.room.askedFor('answer-private').at(-1)?.key;
  if (!key) throw new Error('it was no yes');
  const between = { room: roomId, private: id, asker: veli, answerer: own };
  begin(agree({ side: 'asker', own: partnerKey, asker: shown, answerer: key, between }));
}

function begin(cipher: PrivateCipher | undefined): void {
  if (!cipher) throw new Error('no keys');
  partner = { cipher, sealed: new Map(), numbers: 0 };
}

export const partnersSigns = () => partner.cipher.signs;

/** What Veli seals next; the same again for the same number and text, as a room that repeats itself has it. */
export function said(seq: number, text: string, from: AccountId = veli): object {
  const cid = `privatecid${String(seq).padStart(10, '0')}`;
  const sealed = partner.sealed.get(`${seq} ${text}`) ?? sealNext(text);
  partner.sealed.set(`${seq} ${text}`, sealed);
  return { type: 'private-message', private: id, seq, at: seq, from, cid, sealed };
}

function sealNext(text: string): string {
  partner.numbers += 1;
  const toSeal = textToSeal({ text });
  return partner.cipher.seal({ number: partner.numbers, after: partner.numbers - 1, text: toSeal });
}

export function openedByPartner(sealed = '', after: number): string | undefined {
  const found = partner.cipher.open(sealed, after);
  return found === undefined ? undefined : readSaid(found)?.text;
}

/** What this side sent, as Veli reads it. */
export function readBy({ sealed }: { sealed: string }): string {
  const number = numberOf(sealed);
  for (let after = number - 1; after >= 0; after -= 1) {
    const text = openedByPartner(sealed, after);
    if (text !== undefined) return text;
  }
  throw new Error('Veli cannot read it');
}

export const noKey = 'A'.repeat(43) as Bits256;

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
  await until(() => oda.room.askedFor('reveal-private').length > 0);
  becomePartner(oda);
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
