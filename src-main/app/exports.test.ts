import { chmodSync, readdirSync, readFileSync, writeFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { ExportFormat, ExportView } from '../../src-shared/bridge/exporting.ts';
import { everyone } from '../../src-shared/protocol/ids.ts';
import type { ConversationId, RoomId } from '../../src-shared/protocol/ids.ts';
import type { Person } from './testing/person.ts';
import { threePeople, twoPeople } from './testing/two-people.ts';

type Wanted = { room?: RoomId; in?: ConversationId; format: ExportFormat };

/** How it ended. */
async function exported(person: Person, wanted: Wanted): Promise<ExportView> {
  const { export: number } = await person.ask('export/start', wanted);
  const end = (): ExportView | undefined =>
    person.pushes.flatMap(({ name, push }) =>
      name === 'export/changed' && push.export === number && isOver(push) ? [push] : [],
    )[0];
  await person.until(async () => end() !== undefined);
  return end() as ExportView;
}

async function refusalOf(person: Person, wanted: Wanted) {
  const answer = await person.request('export/start', wanted);
  return answer.ok ? undefined : answer.refusal;
}

function isOver({ is }: ExportView): boolean {
  return is === 'done' || is === 'failed' || is === 'cancelled';
}

function read(view: ExportView): string {
  if (view.is !== 'done') throw new Error(JSON.stringify(view));
  return readFileSync(view.path, 'utf8');
}

const downloads = ({ folder }: Person): string => join(folder, 'downloads');

type Place = { room: RoomId; in?: ConversationId };

async function say(person: Person, { room, in: id = everyone }: Place, text: string) {
  await person.ask('message/send', { room, in: id, text });
}

/** Waits until a text is the last of what is held. */
async function holds(person: Person, { room, in: id = everyone }: Place, text: string) {
  await person.until(async () => {
    const { entries } = await person.ask('timeline/page', { room, in: id, limit: 50 });
    return entries.some((entry) => entry.type === 'message' && entry.text === text);
  });
}

test('a conversation is written with what was done to its messages, in every format', async () => {
  const { ali, veli, room, direct } = await twoPeople();
  await say(ali, { room }, 'first **bold**');
  await say(ali, { room, in: direct }, 'wrong');
  await holds(veli, { room }, 'first **bold**');
  const { entries } = await veli.ask('timeline/page', { room, in: everyone, limit: 50 });
  const { seq = 0 } = entries.find((entry) => entry.type === 'message') ?? {};
  await veli.ask('message/send', { room, in: everyone, text: 'an answer', reply: seq });
  const change = { room, in: everyone } as const;
  await veli.ask('message/change', {
    ...change,
    change: { type: 'add-reaction', target: seq, emoji: '👍' },
  });
  await veli.ask('message/change', { ...change, change: { type: 'pin-message', target: seq } });
  await ali.ask('message/change', {
    ...change,
    change: { type: 'edit-message', target: seq, text: 'second' },
  });
  await ali.until(async () => {
    const { marks } = await ali.ask('timeline/page', { room, in: everyone, limit: 50 });
    return (
      marks?.some(({ editedAt, pinned, reactions }) => editedAt && pinned && reactions) ?? false
    );
  });
  await holds(ali, { room }, 'an answer');

  const data = JSON.parse(read(await exported(ali, { room, in: everyone, format: 'json' }))) as {
    rooms: {
      conversations: { id: string; isWhole: boolean; entries: Record<string, unknown>[] }[];
    }[];
  };
  const [conversation] = data.rooms[0]?.conversations ?? [];
  expect(data.rooms[0]?.conversations).toHaveLength(1);
  expect(conversation).toMatchObject({ id: 'everyone', isWhole: true });
  const written = conversation?.entries.filter(({ type }) => type === 'message');
  expect(written).toMatchObject([
    {
      seq,
      text: 'second',
      from: { name: 'ali' },
      reactions: [{ emoji: '👍', count: 1, by: ['veli'] }],
      pinned: { by: 'veli' },
      editedAt: expect.any(String) as string,
    },
    { text: 'an answer', from: { name: 'veli' }, reply: seq },
  ]);
  expect(JSON.stringify(conversation)).not.toContain('wrong');

  const text = read(await exported(ali, { room, in: everyone, format: 'text' }));
  for (const part of ['second', 'an answer', '> ali: second', '👍 1', 'veli came in'])
    expect(text).toContain(part);
  const page = read(await exported(ali, { room, in: everyone, format: 'html' }));
  for (const part of ['second', 'an answer', '<bdi>veli</bdi>', 'lang="en"'])
    expect(page).toContain(part);
});

test('everything that one may see is in it, and nothing else', async () => {
  const { ali, veli, can, room, direct, withCan } = await threePeople();
  await say(ali, { room }, 'for all');
  await say(ali, { room, in: direct }, 'for veli');
  await say(ali, { room, in: withCan }, 'for can');
  await holds(veli, { room, in: direct }, 'for veli');
  await holds(can, { room, in: withCan }, 'for can');
  const text = read(await exported(veli, { format: 'text' }));
  expect(text).toContain('for all');
  expect(text).toContain('for veli');
  expect(text).not.toContain('for can');
});

test('of what was deleted a mark is left', async () => {
  const { ali, room } = await twoPeople();
  await say(ali, { room }, 'a secret');
  await holds(ali, { room }, 'a secret');
  const { entries } = await ali.ask('timeline/page', { room, in: everyone, limit: 50 });
  const target = entries.find((entry) => entry.type === 'message')?.seq ?? 0;
  await ali.ask('message/change', {
    room,
    in: everyone,
    change: { type: 'delete-message', target },
  });
  await ali.until(async () => {
    const { marks } = await ali.ask('timeline/page', { room, in: everyone, limit: 50 });
    return marks?.some(({ deleted }) => deleted) ?? false;
  });
  const text = read(await exported(ali, { room, format: 'text' }));
  expect(text).toContain('(This message was deleted.)');
  expect(text).not.toContain('a secret');
});

test('nothing is written over, nothing half stays, and a disk that says no is told', async () => {
  const { ali, room } = await twoPeople();
  const first = await exported(ali, { room, format: 'json' });
  const second = await exported(ali, { room, format: 'json' });
  expect(first).toMatchObject({ is: 'done' });
  expect(second).toMatchObject({ is: 'done' });
  expect(readdirSync(downloads(ali))).toHaveLength(2);

  chmodSync(downloads(ali), 0o500);
  const isRoot = process.getuid?.() === 0;
  if (!isRoot) {
    const third = await exported(ali, { room, format: 'json' });
    expect(third).toMatchObject({ is: 'failed', refusal: { code: 'data-read-only' } });
  }
  chmodSync(downloads(ali), 0o700);
  expect(readdirSync(downloads(ali))).toHaveLength(2);
});

test('a picture stands in the page, what only says that it is one does not', async () => {
  const { ali, veli, room } = await twoPeople();
  const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
  const files = [
    await ali.stage('kedi.png', png),
    await ali.stage('no.png', Buffer.from('<svg/>')),
  ];
  await ali.ask('message/send', { room, in: everyone, text: 'look', files });
  await holds(veli, { room }, 'look');
  const page = read(await exported(veli, { room, format: 'html' }));
  expect(page).toContain(`src="data:image/png;base64,${png.toString('base64')}"`);
  expect(page.match(/<img/g)).toHaveLength(1);
  expect(page).toContain('no.png');
});

test('a conversation that one does not see cannot be asked for', async () => {
  const { ali, room } = await twoPeople();
  const answer = await refusalOf(ali, {
    room,
    in: 'group:AAAAAAAAAAAAAAAA' as ConversationId,
    format: 'json',
  });
  expect(answer).toMatchObject({ code: 'no-such-conversation' });
});

test('a second one waits for the first, and what is cancelled leaves nothing', async () => {
  const { ali, room } = await twoPeople();
  mkdirSync(downloads(ali), { recursive: true });
  writeFileSync(join(downloads(ali), 'mine.txt'), 'mine');
  for (let number = 0; number < 5; number += 1) await say(ali, { room }, `message ${number}`);
  const { export: number } = await ali.ask('export/start', { room, format: 'html' });
  expect(await refusalOf(ali, { room, format: 'html' })).toMatchObject({
    code: 'exchange-running',
  });
  await ali.ask('export/cancel', { export: number });
  await ali.until(async () =>
    ali.pushes.some(({ name, push }) => name === 'export/changed' && isOver(push)),
  );
  const over = ali.pushes.flatMap(({ name, push }) =>
    name === 'export/changed' && isOver(push) ? [push.is] : [],
  );
  expect(over).toEqual(['cancelled']);
  expect(readdirSync(downloads(ali))).toEqual(['mine.txt']);
});

test('a file is named after the day of this computer’s own clock', async () => {
  const { ali, room } = await twoPeople();
  const now = new Date(ali.clock.wallMs());
  // Where it is another day than in London.
  vi.stubEnv('TZ', now.getUTCHours() < 12 ? 'Etc/GMT+12' : 'Etc/GMT-14');
  onTestFinished(() => void vi.unstubAllEnvs());
  const day = String(now.getDate()).padStart(2, '0');
  expect(day).not.toBe(now.toISOString().slice(8, 10));
  const written = await exported(ali, { room, in: everyone, format: 'text' });
  expect(written).toMatchObject({ path: expect.stringMatching(new RegExp(`-${day}\\.txt$`)) });
});
