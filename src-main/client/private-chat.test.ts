import { expect, it } from 'vitest';
import type { AccountId, Cid, PrivateId, RoomId } from '../../src-shared/protocol/ids.ts';
import { textToSeal } from '../../src-shared/protocol/said-privately.ts';
import { PrivateChat } from './private-chat.ts';
import { agree, makeKey, makeNonce } from './private-cipher.ts';

const self = 'self000000' as AccountId;
const partner = 'partner000' as AccountId;

const id = 'private000000000' as PrivateId;
const room = 'room000000000000' as RoomId;
const [own, nonce, theirs] = [makeKey(), makeNonce(), makeKey()];
const key = theirs.publicKey;
const partnersCipher = agree({
  side: 'answerer',
  own: theirs,
  asker: { key: own.publicKey, nonce },
  answerer: key,
  between: { room, private: id, asker: self, answerer: partner },
});

function openChat(): PrivateChat {
  const chat = new PrivateChat(id, partner, {
    state: { is: 'open' },
    keyPart: { side: 'asker', own, nonce },
  });
  chat.meet({ key }, { room, own: self });
  return chat;
}
const cidOf = (n: number) => `cid${String(n).padStart(13, '0')}` as Cid;
const written = (n: number, text = `text ${n}`) => ({ cid: cidOf(n), from: self, at: n, text });
const said = (seq: number, text = `heard ${seq}`) => {
  const sealed =
    partnersCipher?.seal({ number: seq, after: seq - 1, text: textToSeal({ text }) }) ?? '';
  return { seq, at: seq, cid: cidOf(seq), sealed };
};
const numbers = (count: number) => Array.from({ length: count }, (_, place) => place + 1);
const texts = (chat: PrivateChat) => chat.record().messages.map(({ text }) => text);

it('of a long private chat the newest thousand messages are kept', () => {
  const chat = openChat();
  for (const seq of numbers(1001)) chat.hear(said(seq), 8000);
  expect(texts(chat)).toHaveLength(1000);
  expect(texts(chat)[0]).toBe('heard 2');
});

it('what waits to be sent is never thrown away, however much it is', () => {
  const chat = openChat();
  for (const n of numbers(1001)) chat.write(written(n));
  chat.hear(said(1), 8000);
  expect(chat.nextToSend()?.cid).toBe(cidOf(1));
  const waiting = chat.record().messages.filter(({ state }) => state === 'sending');
  expect(waiting).toHaveLength(1001);
});

it('characters count once, whether they were written or heard, and again when they are gone', () => {
  const chat = openChat();
  const long = 'x'.repeat(500_000);
  for (const n of numbers(9)) {
    chat.write(written(n, long));
    expect(chat.acknowledged(cidOf(n), { seq: n, at: n })).toBe(true);
    expect(texts(chat)).toHaveLength(Math.min(n, 4));
  }
});

it('a message that failed stays where it was, and is not sent again', () => {
  const chat = openChat();
  chat.write(written(1));
  chat.fail(cidOf(1), { code: 'text-too-long' });
  chat.fail(cidOf(1), { code: 'defect' });
  expect(chat.nextToSend()).toBeUndefined();
  expect(chat.acknowledged(cidOf(1), { seq: 1, at: 1 })).toBe(false);
  expect(chat.record().messages).toMatchObject([{ refusal: { code: 'text-too-long' } }]);
});
