import { expect, it } from 'vitest';
import { everyone, hostAccount } from '../../src-shared/protocol/ids.ts';
import type { Account } from '../room/ports.ts';
import type { ConversationId } from '../../src-shared/protocol/ids.ts';
import type { RoomChanges } from '../../src-shared/protocol/room-settings.ts';
import { systemPlace } from '../room/system-entries.ts';
import { connect, enter, startLab } from './testing/lab.ts';
import type { Lab } from './testing/lab.ts';
import { bring, fileOf, ofType, startLabWithFiles } from './testing/file-lab.ts';
import type { WirePeer } from './testing/wire-peer.ts';

const homework = 'topic:homework00000000' as ConversationId;
const hourMs = 60 * 60_000;
const hidden = { type: 'fail', code: 'no-such-message' };

async function newcomersRead({ store }: Pick<Lab, 'store'>, read: RoomChanges['newcomersRead']) {
  const place = { in: systemPlace, at: 1, by: hostAccount } as const;
  await store.log.append([{ type: 'room-changed', ...place, changes: { newcomersRead: read } }]);
}

/** All that the room has said to it, as one text. */
const heard = ({ frames }: WirePeer): string => JSON.stringify(frames);

async function textsOf(peer: WirePeer, range: object, conversation = 'everyone') {
  const page = await peer.ask('read-history', { in: conversation, ...range });
  const entries = page['entries'] as { type: string; text?: string }[];
  return entries.flatMap(({ type, text }) => (type === 'message' ? [text] : []));
}

it('who comes while newcomers read nothing from before gets none of it, however it is asked for', async () => {
  const lab = await startLabWithFiles();
  const { ali, server } = lab;
  const file = await fileOf('marked-file');
  await bring(lab, ali, file);
  const { seq } = await ali.say('marked-before', { files: [file.sent] });
  await newcomersRead(lab, 0);
  const can = await enter(server, 'can');
  await ali.say('after');
  await can.first((frame) => frame['text'] === 'after');

  const { conversations } = await can.ask('sync', { after: 0 });
  expect(conversations).toMatchObject([{ in: 'everyone' }]);
  const ranges = [{}, { after: 0 }, { after: 0, limit: 1000 }, { before: 1000 }, { before: 5 }];
  for (const range of ranges) {
    const page = await can.ask('read-history', { in: 'everyone', ...range });
    const seqs = (page['entries'] as { seq: number }[]).map((entry) => entry.seq);
    expect(seqs.every((each) => each > Number(seq))).toBe(true);
  }
  expect(await textsOf(can, {})).toEqual(['after']);
  const at = { in: 'everyone', target: seq };
  const cid = (n: number) => ({ cid: `cidcidcidcidcid${n}` });
  expect(await can.ask('add-reaction', { ...at, ...cid(1), emoji: '👍' })).toMatchObject(hidden);
  expect(await can.ask('pin-message', { ...at, ...cid(2) })).toMatchObject(hidden);
  expect(await can.ask('edit-message', { ...at, ...cid(3), text: 'x' })).toMatchObject(hidden);
  expect(await can.ask('delete-message', { ...at, ...cid(4) })).toMatchObject(hidden);
  expect(await can.say('an answer', { reply: seq })).toMatchObject(hidden);
  const later = { in: 'everyone', ...cid(5), text: 'x', reply: seq, at: lab.clock.wallMs() + 1000 };
  expect(await can.ask('send-later', later)).toMatchObject(hidden);
  const wanted = { in: 'everyone', seq, hash: file.sent.hash };
  expect(await can.ask('fetch-file', wanted)).toMatchObject({ code: 'no-such-file' });
  expect(await lab.veli.ask('fetch-file', wanted)).toHaveProperty('ticket');
  expect(heard(can)).not.toContain('marked-');
});

it('what newcomers do not read they cannot pass on, nor are told by whether their words are those', async () => {
  const lab = await startLab();
  const { server } = lab;
  const [ali, veli] = [await enter(server, 'ali'), await enter(server, 'veli')];
  const { seq } = await ali.say('marked-before');
  const { from } = await veli.first((frame) => frame['text'] === 'marked-before');
  const forward = { in: 'everyone', seq, from };
  await newcomersRead(lab, 0);
  const can = await enter(server, 'can');
  for (const guess of ['marked-before', 'something else'])
    expect(await can.say(guess, { forward })).toMatchObject(hidden);
  // Who reads it may; of where it stood nothing is told, and it is as hidden as before.
  expect(await veli.say('marked-before', { forward })).toMatchObject({ type: 'ok' });
  const passed = await can.first((frame) => frame['text'] === 'marked-before');
  expect(passed).toMatchObject({ forwarded: from });
  expect(Object.values(passed)).not.toContain(seq);
  for (const key of ['forward', 'secret', 'source']) expect(passed).not.toHaveProperty(key);
  expect(await can.say('an answer', { reply: seq })).toMatchObject(hidden);
  expect(await can.say('marked-before', { forward })).toMatchObject(hidden);
});

it('what becomes of an older message says nothing of it to who came later, live and read again', async () => {
  const lab = await startLabWithFiles();
  const { ali, veli, server } = lab;
  const { seq } = await ali.say('marked-before');
  await newcomersRead(lab, 0);
  const can = await enter(server, 'can');
  const change = { in: 'everyone', target: seq };
  const edit = { ...change, cid: 'edited-edited-ed', text: '@can marked-edit' };
  const { seq: edited } = await ali.ask('edit-message', edit);
  await ali.ask('pin-message', { ...change, cid: 'pinned-pinned-pi' });
  await ali.say('an answer', { reply: seq });
  await can.first((frame) => frame['text'] === 'an answer');
  expect(await can.first(ofType('message-edited'))).toMatchObject({ text: '', target: seq });
  const { entries } = await can.ask('read-history', { in: 'everyone', after: Number(edited) - 1 });
  expect(entries).toMatchObject([{ type: 'message-edited', text: '' }, {}, { reply: seq }]);
  expect(heard(can)).not.toContain('marked-');
  expect(heard(can)).not.toContain('mentions');
  expect(await veli.first(ofType('message-edited'))).toMatchObject({ text: '@can marked-edit' });
  // Of what was said since then all is told.
  const own = await ali.say('mine');
  const again = { in: 'everyone', target: own['seq'], cid: 'again-again-agai', text: 'mine!' };
  await ali.ask('edit-message', again);
  expect(await can.first((frame) => frame['text'] === 'mine!')).toMatchObject({
    target: own['seq'],
  });
});

it('the same holds in topics, by when somebody came into the room; nobody else loses anything', async () => {
  const lab = await startLab();
  const { server } = lab;
  const ali = await enter(server, 'ali');
  const veli = await enter(server, 'veli');
  await ali.ask('make-topic', { in: homework, name: 'homework' });
  await ali.say('marked-topic', { in: homework });
  await newcomersRead(lab, 0);
  const can = await enter(server, 'can');
  expect(await can.ask('list-topics')).not.toMatchObject({ topics: [{ last: {} }] });
  await ali.say('since then', { in: homework });
  expect(await can.ask('list-topics')).toMatchObject({
    topics: [{ last: { text: 'since then' } }],
  });
  await can.ask('join-topic', { in: homework });
  expect(await can.first(ofType('group'))).toMatchObject({ firstSeq: 3 });
  expect(await textsOf(can, { after: 0 }, homework)).toEqual(['since then']);
  expect(heard(can)).not.toContain('marked-');
  // Who was there before and joins only now reads all of it.
  await veli.ask('join-topic', { in: homework });
  expect(await textsOf(veli, { after: 0 }, homework)).toEqual(['marked-topic', 'since then']);
  expect(await ali.ask('list-groups')).toMatchObject({ groups: [{ firstSeq: 1 }] });
  expect(await can.ask('list-groups')).toMatchObject({ groups: [{ firstSeq: 3 }] });
});

it('what somebody may read is settled when they come: it stays so when the rule changes, and over a restart', async () => {
  const lab = await startLab();
  const { store } = lab;
  const ali = await enter(lab.server, 'ali');
  await ali.say('before');
  await newcomersRead(lab, 0);
  await enter(lab.server, 'can');
  await newcomersRead(lab, 'all');
  await lab.server.stop();
  const { server } = await startLab({ store });
  const [can, deniz] = [await enter(server, 'can'), await enter(server, 'deniz')];
  expect(await textsOf(can, { after: 0 })).toEqual([]);
  expect(await textsOf(deniz, { after: 0 })).toEqual(['before']);
});

it('so many days are counted by what the room has noted of the time', async () => {
  const lab = await startLab();
  const { clock, server, store } = lab;
  await enter(server, 'ali');
  const [{ account: from }] = (await store.log.snapshot()).accounts as [Account];
  const say = (text: string) =>
    store.log.append([{ type: 'message', in: everyone, at: 1, from, text }]);
  const pass = async (hours: number) => {
    for (let hour = 0; hour < hours; hour += 1) {
      await say(`hour ${hour}`);
      clock.advance(hourMs);
      await store.log.readsFrom();
    }
  };
  await newcomersRead(lab, 1);
  await say('the first day');
  await pass(26);
  await say('the second day');
  await pass(20);
  const can = await enter(server, 'can');
  const texts = await textsOf(can, { after: 0, limit: 1000 });
  expect(texts).toContain('the second day');
  expect(texts).not.toContain('the first day');
});

it('a resumed connection and another device of the same name read no more', async () => {
  const lab = await startLab();
  const ali = await enter(lab.server, 'ali');
  await ali.say('marked-before');
  await newcomersRead(lab, 0);
  const peer = await connect(lab.server);
  const { token } = await peer.enter('can', 'a long password');
  const device = `can${'_'.repeat(13)}`;
  peer.close();
  const again = await connect(lab.server);
  await again.hello();
  await again.ask('resume', { device, token });
  expect(await textsOf(again, { after: 0 })).toEqual([]);
  const other = await connect(lab.server);
  await other.hello();
  const proof = { device: `other${'_'.repeat(11)}`, deviceKey: 'o'.repeat(43) };
  await other.ask('sign-in', { name: 'can', password: 'a long password', ...proof });
  expect(await textsOf(other, { after: 0 })).toEqual([]);
  expect(heard(other) + heard(again)).not.toContain('marked-');
});
