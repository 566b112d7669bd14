import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import type { ImportView } from '../../src-shared/bridge/importing.ts';
import type { MessageEntry } from '../../src-shared/protocol/entries.ts';
import { everyone } from '../../src-shared/protocol/ids.ts';
import type { ConversationId, RoomId } from '../../src-shared/protocol/ids.ts';
import type { Person } from './testing/person.ts';
import { twoPeople } from './testing/two-people.ts';

const over = ['looked', 'done', 'failed', 'cancelled'];

/** How the work ended that was asked for. */
async function ended(person: Person, number: number): Promise<ImportView> {
  const end = (): ImportView | undefined =>
    person.pushes.flatMap(({ name, push }) =>
      name === 'import/changed' && push.import === number && over.includes(push.is) ? [push] : [],
    )[0];
  await person.until(() => end() !== undefined);
  return end() as ImportView;
}

type Given = { room: RoomId; hash: string; name: string };

async function given(person: Person, room: RoomId, content: string | Buffer): Promise<Given> {
  const { hash } = await person.stage('chat.txt', Buffer.from(content));
  return { room, hash, name: 'WhatsApp Chat with Trip.txt' };
}

async function looked(person: Person, file: Given): Promise<ImportView> {
  return ended(person, (await person.ask('import/look', file)).import);
}

async function brought(person: Person, file: Given, topic = 'Trip'): Promise<ImportView> {
  const chats = [{ place: 0, topic }];
  return ended(person, (await person.ask('import/start', { ...file, chats })).import);
}

async function topicOf(person: Person, room: RoomId, name: string): Promise<ConversationId> {
  const topics = await person.ask('topic/list', { room });
  return topics.find((each) => each.name === name)?.in ?? everyone;
}

async function messagesIn(
  person: Person,
  room: RoomId,
  { in: id, count }: { in: ConversationId; count: number },
): Promise<MessageEntry[]> {
  const read = async () => {
    const { entries } = await person.ask('timeline/page', { room, in: id, limit: 500 });
    return entries.filter((entry) => entry.type === 'message');
  };
  await person.until(async () => (await read()).length >= count);
  return read();
}

const trip = [
  '13.05.19, 14:02 - Ayşe: who brings the boat?',
  '13.05.19, 14:03 - Bora: @veli does',
  '14.05.19, 09:00 - veli: <b>not me</b>',
  '',
].join('\n');

test('a chat is looked at first, comes into a topic with its authors and times, and no second time', async () => {
  const { ali, veli, room } = await twoPeople();
  const file = await given(ali, room, trip);
  expect(await looked(ali, file)).toMatchObject({
    is: 'looked',
    source: 'whatsapp',
    chats: [
      {
        name: 'Trip',
        topic: 'Trip',
        messages: 3,
        people: 3,
        from: new Date(2019, 4, 13, 14, 2).getTime(),
      },
    ],
  });
  expect(await ali.ask('topic/list', { room })).toEqual([]);
  expect(await brought(ali, file)).toMatchObject({ is: 'done', brought: 3, known: 0 });
  const id = await topicOf(ali, room, 'Trip');
  await veli.ask('topic/join', { room, in: id });
  for (const person of [ali, veli]) {
    const messages = await messagesIn(person, room, { in: id, count: 3 });
    expect(
      messages.map(({ text, at, imported, mentions }) => ({ text, at, imported, mentions })),
    ).toEqual([
      {
        text: 'who brings the boat?',
        at: new Date(2019, 4, 13, 14, 2).getTime(),
        imported: { source: 'whatsapp', author: 'Ayşe' },
        mentions: undefined,
      },
      {
        text: '@veli does',
        at: new Date(2019, 4, 13, 14, 3).getTime(),
        imported: { source: 'whatsapp', author: 'Bora' },
        mentions: undefined,
      },
      {
        text: '<b>not me</b>',
        at: new Date(2019, 4, 14, 9).getTime(),
        imported: { source: 'whatsapp', author: 'veli' },
        mentions: undefined,
      },
    ]);
    const { hits } = await person.ask('search/find', { room, text: 'boat', limit: 5 });
    expect(hits).toHaveLength(1);
  }
  // It is nothing new to anybody, and nobody of the room has said it.
  const { conversations } = await veli.ask('room/open', { room });
  expect(conversations.find(({ in: each }) => each === id)).toMatchObject({
    unread: 0,
    mentions: 0,
  });
  expect(veli.pushes.filter(({ name }) => name === 'message/arrived')).toEqual([]);

  const again = await given(ali, room, trip);
  expect(await brought(ali, again)).toMatchObject({ is: 'done', brought: 0, known: 3 });
  const longer = await given(ali, room, `${trip}15.05.19, 09:00 - Ayşe: and more\n`);
  expect(await brought(ali, longer)).toMatchObject({ is: 'done', brought: 1, known: 3 });
  expect(await messagesIn(ali, room, { in: id, count: 4 })).toHaveLength(4);
});

test('what was imported is changed and forwarded by nobody, and deleted by who brought it', async () => {
  const { ali, veli, room } = await twoPeople();
  await brought(ali, await given(ali, room, trip));
  const id = await topicOf(ali, room, 'Trip');
  const [first] = await messagesIn(ali, room, { in: id, count: 3 });
  const target = first?.seq ?? 0;
  const change = { type: 'edit-message', target, text: 'I never said that' } as const;
  const { cid } = await ali.ask('message/change', { room, in: id, change });
  const failed = () =>
    ali.pushes.some(
      ({ name, push }) =>
        name === 'outbox/changed' &&
        push.items.some(
          (item) =>
            item.cid === cid &&
            item.state.is === 'failed' &&
            item.state.refusal.code === 'not-your-message',
        ),
    );
  await ali.until(failed);
  const forwarded = await ali.request('message/forward', {
    room,
    in: id,
    seq: target,
    to: [everyone],
  });
  expect(forwarded).toMatchObject({ ok: false, refusal: { code: 'imported-not-forwarded' } });
  await veli.ask('topic/join', { room, in: id });
  await ali.ask('message/change', { room, in: id, change: { type: 'delete-message', target } });
  await veli.until(async () => {
    const { marks } = await veli.ask('timeline/page', { room, in: id, limit: 50 });
    return marks?.some(({ seq, deleted }) => seq === target && deleted) ?? false;
  });
});

test('who does not host imports nothing', async () => {
  const { veli, room } = await twoPeople();
  const file = await given(veli, room, trip);
  for (const asked of [
    veli.request('import/look', file),
    veli.request('import/start', { ...file, chats: [{ place: 0, topic: 'Trip' }] }),
  ])
    expect(await asked).toMatchObject({ ok: false, refusal: { code: 'room-not-running' } });
});

test('our own data come back as they were exported, with what they answer', async () => {
  const { ali, veli, room } = await twoPeople();
  await ali.ask('message/send', { room, in: everyone, text: 'a question\nof two lines' });
  const [question] = await messagesIn(veli, room, { in: everyone, count: 1 });
  await veli.ask('message/send', { room, in: everyone, text: 'an answer', reply: question?.seq });
  await messagesIn(ali, room, { in: everyone, count: 2 });
  await ali.ask('export/start', { room, in: everyone, format: 'json' });
  const paths = () =>
    ali.pushes.flatMap(({ name, push }) =>
      name === 'export/changed' && push.is === 'done' ? [push.path] : [],
    );
  await ali.until(() => paths().length > 0);
  const file = await given(ali, room, readFileSync(paths()[0] ?? ''));
  expect(await looked(ali, file)).toMatchObject({
    is: 'looked',
    source: 'oda',
    chats: [{ name: 'Everyone', messages: 2, people: 2 }],
  });
  expect(await brought(ali, file, 'Old-days')).toMatchObject({ is: 'done', brought: 2, known: 0 });
  const id = await topicOf(ali, room, 'Old-days');
  const messages = await messagesIn(ali, room, { in: id, count: 2 });
  expect(messages).toMatchObject([
    { text: 'a question\nof two lines', imported: { source: 'oda', author: 'ali' } },
    { text: 'an answer', imported: { source: 'oda', author: 'veli' }, reply: messages[0]?.seq },
  ]);
});

test('a damaged file is told before anything is brought in', async () => {
  const { ali, room } = await twoPeople();
  const damaged = '{"format":"oda-export","version":1,"rooms":[{"name":"x"';
  expect(await looked(ali, await given(ali, room, damaged))).toMatchObject({
    is: 'failed',
    refusal: { code: 'import-broken' },
  });
  expect(await brought(ali, await given(ali, room, damaged))).toMatchObject({
    is: 'failed',
    brought: 0,
  });
  expect(await ali.ask('topic/list', { room })).toEqual([]);
});

test('what was taken in stays until it is brought in or given up, and goes then', async () => {
  const { ali, room } = await twoPeople();
  const kept = () =>
    readdirSync(join(ali.folder, 'profile', 'files'), { recursive: true }).filter(
      (name) => name.length > 40,
    );
  const file = await given(ali, room, trip);
  await looked(ali, file);
  expect(kept()).not.toEqual([]);
  await brought(ali, file);
  expect(kept()).toEqual([]);
  await looked(ali, await given(ali, room, 'a letter'));
  expect(kept()).toEqual([]);
  const other = await given(ali, room, trip);
  await looked(ali, other);
  await ali.ask('import/forget', { hash: other.hash });
  expect(kept()).toEqual([]);
});

test('what was taken in and neither brought in nor given up goes when the app starts again; what was sent stays', async () => {
  const { ali, room } = await twoPeople();
  const kept = () =>
    readdirSync(join(ali.folder, 'profile', 'files'), { recursive: true }).filter(
      (name) => name.length > 40,
    );
  const sent = await ali.stage('a.txt', Buffer.from('sent'));
  await ali.ask('message/send', { room, in: everyone, text: 'a.txt', files: [sent] });
  await looked(ali, await given(ali, room, trip));
  await ali.stage('b.txt', Buffer.from('never sent'));
  // Chosen once more, and not sent again.
  await ali.stage('a.txt', Buffer.from('sent'));
  expect(kept()).toHaveLength(3);
  await ali.close();
  await ali.start();
  expect(kept().map((name) => basename(String(name)))).toEqual([sent.hash]);
});

test('all of a long message is brought in', async () => {
  const { ali, room } = await twoPeople();
  // As long as 70 messages of a room.
  const lines = Array.from({ length: 5600 }, () => 'x'.repeat(99)).join('\n');
  const chat = {
    guild: {},
    channel: { type: 'GuildTextChat', name: 'long' },
    messages: [
      {
        id: '1',
        type: 'Default',
        timestamp: '2020-01-02T03:04:05Z',
        content: lines,
        author: { name: 'a' },
      },
    ],
  };
  const file = await given(ali, room, JSON.stringify(chat));
  expect(await brought(ali, file, 'Long')).toMatchObject({ is: 'done', brought: 70 });
});

test('the look at many conversations breaks off when it is cancelled', async () => {
  const { ali, room } = await twoPeople();
  const empty = JSON.stringify({ name: 'a', more: ['x'.repeat(5000)], entries: [] });
  const conversations = Array.from({ length: 900 }, () => empty).join(',');
  const whole = `{"format":"oda-export","version":1,"rooms":[{"conversations":[${conversations}]}]}`;
  const file = await given(ali, room, whole);
  const { import: number } = await ali.ask('import/look', file);
  await ali.ask('import/cancel', { import: number });
  expect(await ended(ali, number)).toMatchObject({ is: 'cancelled' });
});
