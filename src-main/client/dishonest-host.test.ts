import { expect, it } from 'vitest';
import { signsInWords } from '../../src-shared/member/compare-signs.ts';
import { readSaid, textToSeal } from '../../src-shared/protocol/said-privately.ts';
import type { AccountId, Bits256 } from '../../src-shared/protocol/ids.ts';
import { agree, commitTo, makeKey, makeNonce } from './private-cipher.ts';
import type { PrivateCipher } from './private-cipher.ts';
import { Membership } from './testing/membership.ts';
import { own as ali, roomId, ScriptedRoom, veli } from './testing/scripted-room.ts';
import { chatOf, id, textsOf, untilIs } from './testing/private-membership.ts';
import { until } from './testing/turns.ts';

/** Two who are live in rooms that a test plays; each is the other's partner. */
async function twoPeople() {
  const rooms = { ali: new ScriptedRoom(), veli: new ScriptedRoom() };
  rooms.veli.admission = { account: veli, name: 'veli' };
  const people = {
    ali: await new Membership({ room: rooms.ali }).goLive(),
    veli: await new Membership({ room: rooms.veli }).goLive(),
  };
  return { rooms, ...people };
}

type Two = Awaited<ReturnType<typeof twoPeople>>;
type Handed = { key: Bits256; nonce: Bits256 };

/** What a host gives on; itself if it is honest. */
type Host = {
  commitment: (real: Bits256) => Bits256;
  answer: (real: Bits256) => Bits256;
  reveal: (real: Handed) => Handed;
  sealed: (real: string, from: AccountId) => string;
};

const honest: Host = {
  commitment: (real) => real,
  answer: (real) => real,
  reveal: (real) => real,
  sealed: (real) => real,
};

/** Ali asks Veli, through this host. */
async function openThrough({ rooms, ali: alis, veli: velis }: Two, host: Host): Promise<void> {
  const at = { private: id, at: 1 };
  let seq = 0;
  const carry = (to: ScriptedRoom, from: AccountId) => (said: { cid: string; sealed: string }) => {
    seq += 1;
    const sealed = host.sealed(said.sealed, from);
    to.tell({ type: 'private-message', ...at, seq, from, cid: said.cid, sealed });
    return { seq, at: 1 };
  };
  rooms.ali.on('send-private', carry(rooms.veli, ali));
  rooms.veli.on('send-private', carry(rooms.ali, veli));
  rooms.ali.on('ask-private', ({ commitment }) => {
    const asked = { type: 'private-asked', private: id, from: ali, expiresInMs: 120_000 };
    rooms.veli.tell({ ...asked, commitment: host.commitment(commitment) });
    return { private: id, state: 'asked' };
  });
  rooms.veli.on('answer-private', ({ key }) => {
    if (!key) return {};
    const opened = { type: 'private-opened', private: id, with: veli };
    rooms.ali.tell({ ...opened, key: host.answer(key) });
    return {};
  });
  rooms.ali.on('reveal-private', ({ key, nonce }) => {
    const opened = { type: 'private-opened', private: id, with: ali };
    rooms.veli.tell({ ...opened, ...host.reveal({ key, nonce }) });
    return {};
  });
  await alis.client.privates.ask(veli);
  await untilIs(velis, 'asked');
  await velis.client.privates.answer(id, true);
}

const signsOf = (person: Membership) => chatOf(person)?.compare?.signs ?? [];

async function untilSigns({ ali: alis, veli: velis }: Two): Promise<void> {
  await until(() => signsOf(alis).length > 0 && signsOf(velis).length > 0);
}

it('an honest host carries two hundred texts and has none of them', async () => {
  const two = await twoPeople();
  const carried: string[] = [];
  const decoded: string[] = [];
  await openThrough(two, {
    ...honest,
    sealed(real) {
      carried.push(real);
      decoded.push(Buffer.from(real, 'base64url').toString('latin1'));
      return real;
    },
  });
  await untilSigns(two);
  expect(signsOf(two.ali)).toEqual(signsOf(two.veli));
  const texts = Array.from({ length: 100 }, (_, n) => `işaretli söz ${n}: marked${n}marked`);
  for (const text of texts) {
    two.ali.client.privates.send(id, `${text} ali`);
    two.veli.client.privates.send(id, `${text} veli`);
  }
  await until(() => textsOf(two.ali)?.length === 200 && textsOf(two.veli)?.length === 200);
  await until(() => chatOf(two.veli)?.messages.every(({ state }) => state === 'sent') === true);
  for (const from of ['ali', 'veli']) {
    const said = texts.map((text) => `${text} ${from}`);
    for (const person of [two.ali, two.veli]) {
      expect(textsOf(person)?.filter((text) => text.endsWith(` ${from}`))).toEqual(said);
    }
  }
  // All that went to the room, and all that came from it.
  const asked = JSON.stringify([...two.rooms.ali.asked, ...two.rooms.veli.asked]);
  expect(carried).toHaveLength(200);
  for (const all of [asked, carried.join(), decoded.join()]) expect(all).not.toContain('marked');
  expect(asked).toContain(carried[0]);
});

it('a host that puts itself in between reads everything, and is seen by comparing', async () => {
  const two = await twoPeople();
  const [toVeli, toAli, nonce] = [makeKey(), makeKey(), makeNonce()];
  const between = { room: roomId, private: id, asker: ali, answerer: veli };
  const asAsker = { key: toVeli.publicKey, nonce };
  let velisKey = asAsker.key;
  let withAli: PrivateCipher | undefined;
  let withVeli: PrivateCipher | undefined;
  const read: string[] = [];
  await openThrough(two, {
    commitment: () => commitTo(asAsker),
    answer(key) {
      velisKey = key;
      return toAli.publicKey;
    },
    reveal(real) {
      const answerer = toAli.publicKey;
      withAli = agree({ side: 'answerer', own: toAli, asker: real, answerer, between });
      const made = { own: toVeli, asker: asAsker, answerer: velisKey, between };
      withVeli = agree({ side: 'asker', ...made });
      return asAsker;
    },
    sealed(real, from) {
      const { text } = readSaid(withAli?.open(real, 0) ?? '') ?? { text: '' };
      read.push(`${from}: ${text}`);
      return (
        withVeli?.seal({ number: 1, after: 0, text: textToSeal({ text: `${text}, dedi` }) }) ?? ''
      );
    },
  });
  await untilSigns(two);
  two.ali.client.privates.send(id, 'merhaba');
  await until(() => textsOf(two.veli)?.length === 1);
  // It can read, and even write: that is why they compare.
  expect([read, textsOf(two.veli)]).toEqual([[`${ali}: merhaba`], ['merhaba, dedi']]);
  expect(signsOf(two.ali)).toEqual(withAli?.signs);
  expect(signsOf(two.veli)).toEqual(withVeli?.signs);
  expect(signsInWords(signsOf(two.ali), 'tr')).not.toBe(signsInWords(signsOf(two.veli), 'tr'));
  expect(two.veli.client.privates.markCompared(id)).toBe(true);
  expect(chatOf(two.veli)?.compare?.isDone).toBe(true);
  expect(chatOf(two.ali)?.compare?.isDone).toBe(false);
});

it('a host that wants to choose its key after it has seen the other one is found out', async () => {
  const two = await twoPeople();
  const mine = { key: makeKey().publicKey, nonce: makeNonce() };
  // It hands on Ali's commitment, and shows Veli its own key.
  await openThrough(two, { ...honest, reveal: () => mine });
  await untilIs(two.veli, 'ended');
  expect(chatOf(two.veli)).toMatchObject({ state: { reason: 'not-intact' }, messages: [] });
  await until(() => two.rooms.veli.askedFor('end-private').length === 1);
});

it('between the two there is nothing to compare before both keys are shown', async () => {
  const two = await twoPeople();
  await two.ali.client.privates.ask(veli);
  expect(two.ali.client.privates.markCompared(chatOf(two.ali)?.private ?? id)).toBe(false);
});
