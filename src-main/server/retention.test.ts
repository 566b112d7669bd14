import { expect, it, vi } from 'vitest';
import { everyone, hostAccount } from '../../src-shared/protocol/ids.ts';
import type { AccountId, ConversationId } from '../../src-shared/protocol/ids.ts';
import type { KeepThere } from '../../src-shared/protocol/retention.ts';
import { systemPlace } from '../room/system-entries.ts';
import { bring, fileOf, filesIn, ofType, startLabWithFiles } from './testing/file-lab.ts';
import { accountOf, enter, message, startLab } from './testing/lab.ts';
import type { Lab } from './testing/lab.ts';
import type { Frame, WirePeer } from './testing/wire-peer.ts';

const hourMs = 60 * 60_000;
const homework = 'topic:homework00000000' as ConversationId;
const days = (count: number): KeepThere => ({ days: count });

const keepIn = (peer: WirePeer, id: string, keep: KeepThere) =>
  peer.ask('change-retention', { in: id, keep });

type Page = { entries: Frame[]; more: boolean; firstSeq?: number };
async function pageOf(peer: WirePeer, conversation: string = everyone): Promise<Page> {
  const page = await peer.ask('read-history', { in: conversation, after: 0, limit: 1000 });
  return page as unknown as Page;
}

const textsOf = ({ entries }: Page): unknown[] =>
  entries.flatMap((entry) => (entry.type === 'message' ? [entry['text']] : []));

/** Hour by hour, as a room that is used notes it. Whoever was in is silent for so long, and has to come again. */
async function pass({ clock, store }: Lab, hours: number): Promise<void> {
  for (let hour = 0; hour < hours; hour += 1) {
    clock.advance(hourMs);
    await settle(store);
  }
}

/** Each look at the log waits for what was asked before. */
async function settle(store: Lab['store']): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await store.log.readsFrom();
}

/** The room is looked through once. */
async function look({ clock, store }: Lab): Promise<void> {
  clock.advance(1000);
  await settle(store);
}

async function enterOwner(lab: Lab): Promise<WirePeer> {
  const ali = await enter(lab.server, 'ali');
  const account = await accountOf(ali, 'ali');
  const place = { in: systemPlace, at: 1, by: hostAccount } as const;
  await lab.store.log.append([{ type: 'handed-over', ...place, account }]);
  return ali;
}

/** Straight into the log: who says so much in one moment is slowed down. */
async function sayMany({ store }: Lab, from: AccountId, count: number): Promise<void> {
  const drafts = Array.from({ length: count }, (_, place) => ({
    type: 'message' as const,
    in: everyone,
    from,
    at: 1,
    text: `message ${place + 1}`,
  }));
  await store.log.append(drafts);
}

it('what is older than the room keeps goes, whole, and what is younger stays', async () => {
  const lab = await startLabWithFiles();
  const file = await fileOf('marked-file');
  await bring(lab, lab.ali, file);
  const { seq } = await lab.ali.say('marked-old', { files: [file.sent] });
  const change = { in: everyone, target: seq };
  await lab.veli.ask('add-reaction', { ...change, cid: 'reaction-reaction', emoji: '👍' });
  await lab.ali.ask('pin-message', { ...change, cid: 'pinned-pinned-pin' });
  await pass(lab, 26);
  const [ali, veli] = [await enterOwner(lab), await enter(lab.server, 'veli')];
  const late = { ...change, cid: 'edited-edited-ed', text: 'marked-edit' };
  expect(await ali.ask('edit-message', late)).toMatchObject({ type: 'ok' });
  await ali.say('young');
  expect(await keepIn(ali, everyone, days(1))).toMatchObject({ type: 'ok' });
  await look(lab);
  const gone = await veli.first(ofType('expired'));
  expect(gone).toMatchObject({ in: everyone, by: '' });
  const page = await pageOf(veli);
  expect(textsOf(page)).toEqual(['young']);
  expect(page.firstSeq).toBe(Number(gone['target']) + 1);
  expect(page.entries[0]?.['seq']).toBe(page.firstSeq);
  expect(JSON.stringify(page)).not.toContain('marked-');
  const wanted = { in: everyone, seq, hash: file.sent.hash };
  expect(await veli.ask('fetch-file', wanted)).toMatchObject({ code: 'no-such-file' });
  const hidden = { code: 'no-such-message' };
  const again = { ...change, emoji: '👍', cid: 'again-again-again' };
  expect(await veli.ask('add-reaction', again)).toMatchObject(hidden);
  expect(await veli.say('an answer', { reply: seq })).toMatchObject(hidden);
  await pass(lab, 2);
  await vi.waitFor(() => expect(filesIn(lab.filesFolder)).toEqual([]));
  expect(lab.defects).toEqual([]);
});

it('goes in steps of at most so many numbers, in order, and others are stored in between', async () => {
  const lab = await startLab();
  const from = await accountOf(await enterOwner(lab), 'ali');
  await sayMany(lab, from, 1300);
  await pass(lab, 26);
  const ali = await enter(lab.server, 'ali');
  await keepIn(ali, everyone, days(1));
  lab.clock.advance(1000);
  await ali.say('in between');
  await settle(lab.store);
  const targets = ali.frames.flatMap((frame) =>
    frame.type === 'expired' ? [Number(frame['target'])] : [],
  );
  expect(targets.slice(0, 2)).toEqual([500, 1000]);
  expect(targets).toEqual(targets.toSorted((one, other) => one - other));
  expect(textsOf(await pageOf(ali))).toEqual(['in between']);
});

it('a group and a topic have rules of their own, or those of the room; what two say goes by those of the room', async () => {
  const lab = await startLab();
  const [before] = [await enterOwner(lab), await enter(lab.server, 'veli')];
  const group = 'group:1234567890123456';
  const pair = [await accountOf(before, 'ali'), await accountOf(before, 'veli')].toSorted();
  const direct = `direct:${pair.join(':')}`;
  await before.ask('make-group', { in: group, name: 'Trip', members: [] });
  await before.ask('make-topic', { in: homework, name: 'homework', about: '' });
  for (const id of [group, homework, direct, everyone])
    await before.say(`old in ${id}`, { in: id });
  await pass(lab, 26);
  const [ali, veli] = [await enter(lab.server, 'ali'), await enter(lab.server, 'veli')];
  expect(await keepIn(ali, group, 'all')).toMatchObject({ type: 'ok' });
  await keepIn(ali, everyone, days(1));
  await look(lab);
  expect(textsOf(await pageOf(ali, group))).toEqual([`old in ${group}`]);
  for (const id of [homework, direct, everyone]) expect(textsOf(await pageOf(ali, id))).toEqual([]);
  expect(await ali.ask('list-groups')).toMatchObject({
    groups: [{ in: group, keep: 'all' }, { in: homework }],
  });
  expect(textsOf(await pageOf(veli, direct))).toEqual([]);
  expect(await keepIn(ali, group, 'as-room')).toMatchObject({ type: 'ok' });
  await look(lab);
  expect(textsOf(await pageOf(ali, group))).toEqual([]);
  expect(await ali.ask('list-groups')).not.toMatchObject({ groups: [{ keep: 'all' }] });
});

it('of so many messages the newest stay, and what nobody says any more makes no more steps', async () => {
  const lab = await startLab();
  const ali = await enterOwner(lab);
  const from = await accountOf(ali, 'ali');
  await sayMany(lab, from, 400);
  await keepIn(ali, everyone, { messages: 100 });
  await look(lab);
  const { entries } = await pageOf(ali);
  expect(entries.length).toBeLessThanOrEqual(106);
  expect(textsOf({ entries, more: false }).at(-1)).toBe('message 400');
  await keepIn(ali, everyone, days(1));
  await pass(lab, 60);
  const { firstSeq } = await pageOf(await enter(lab.server, 'ali'));
  await pass(lab, 30);
  const { entries: left, firstSeq: since } = await pageOf(await enter(lab.server, 'ali'));
  expect(textsOf({ entries: left, more: false })).toEqual([]);
  // Those who came and went meanwhile; no step was made for steps alone.
  expect(Number(since) - Number(firstSeq)).toBeLessThanOrEqual(4);
});

it('W4 what is gone is not said once more when it is sent again', async () => {
  const lab = await startLab();
  const before = await enterOwner(lab);
  const said = { in: everyone, cid: 'cid-of-the-old-one', text: 'old' };
  const first = await before.ask('send-message', said);
  const answer = {
    in: everyone,
    cid: 'cid-of-an-old-answer',
    text: 'old too',
    reply: first['seq'],
  };
  const answered = await before.ask('send-message', answer);
  await pass(lab, 26);
  const ali = await enter(lab.server, 'ali');
  await keepIn(ali, everyone, days(1));
  await look(lab);
  const again = await ali.ask('send-message', said);
  expect(again).toMatchObject({ type: 'ok', seq: first['seq'], id: first['id'] });
  const answeredAgain = await ali.ask('send-message', answer);
  expect(answeredAgain).toMatchObject({ type: 'ok', seq: answered['seq'], id: answered['id'] });
  expect(textsOf(await pageOf(ali))).toEqual([]);
});

it('W4 what the room was to send later, and sent, is not taken once more when it is gone', async () => {
  const lab = await startLab();
  const before = await enterOwner(lab);
  const at = lab.clock.wallMs() + 3000;
  const later = { in: everyone, cid: 'cid-of-a-later-one', text: 'old', at };
  expect(await before.ask('send-later', later)).toMatchObject({ type: 'ok' });
  while (!before.frames.some(message('old'))) {
    lab.clock.advance(1000);
    await before.ask('ping');
  }
  await pass(lab, 26);
  const ali = await enter(lab.server, 'ali');
  expect(textsOf(await pageOf(ali))).toEqual(['old']);
  await keepIn(ali, everyone, days(1));
  await look(lab);
  expect(textsOf(await pageOf(ali))).toEqual([]);
  // As from a member that heard no answer, and now wants other words.
  const again = { ...later, text: 'other words', at: lab.clock.wallMs() + 60_000 };
  expect(await ali.ask('send-later', again)).toMatchObject({ code: 'cid-used' });
  expect(await ali.ask('list-later')).toMatchObject({ messages: [] });
});

it('only who may change the room makes a rule, for where they are, and everybody is told', async () => {
  const lab = await startLab();
  const [ali, veli] = [await enterOwner(lab), await enter(lab.server, 'veli')];
  const refused = { code: 'not-allowed' };
  const own = 'group:own-own-own-own1';
  await veli.ask('make-group', { in: own, name: 'Own', members: [] });
  expect(await keepIn(veli, everyone, days(1))).toMatchObject(refused);
  expect(await keepIn(veli, own, days(1))).toMatchObject(refused);
  expect(await veli.ask('count-expired', { in: everyone, keep: 'all' })).toMatchObject(refused);
  const nowhere = { code: 'no-such-conversation' };
  expect(await keepIn(ali, own, days(1))).toMatchObject(nowhere);
  expect(await keepIn(ali, everyone, 'as-room')).toMatchObject({ code: 'bad-field' });
  for (const keep of [days(0), days(4000), { messages: 1 }, 'never', 7])
    expect(await keepIn(ali, everyone, keep as KeepThere)).toMatchObject({ code: 'bad-field' });
  const forged = { in: everyone, target: 1, cid: 'cid-cid-cid-cid-1' };
  expect(await veli.ask('expired', forged)).toMatchObject({ type: 'fail' });
  await keepIn(ali, everyone, days(30));
  expect(await veli.first(ofType('retention-changed'))).toMatchObject({ keep: days(30) });
  expect(await veli.first(ofType('room'))).toMatchObject({ settings: { keep: days(30) } });
  expect(await veli.ask('read-record')).toMatchObject({
    entries: [{ act: 'retention-changed', in: everyone, keep: days(30) }, { act: 'handed-over' }],
  });
});

it('says how many messages would go, and a clock that is wrong for an hour lets none go', async () => {
  const lab = await startLab();
  const from = await accountOf(await enterOwner(lab), 'ali');
  await sayMany(lab, from, 40);
  await pass(lab, 26);
  const ali = await enter(lab.server, 'ali');
  await sayMany(lab, from, 10);
  const count = (keep: KeepThere) => ali.ask('count-expired', { in: everyone, keep });
  expect(await count(days(1))).toMatchObject({ messages: 40 });
  expect(await count(days(7))).toMatchObject({ messages: 0 });
  expect(await count('all')).toMatchObject({ messages: 0 });
  await keepIn(ali, everyone, days(7));
  lab.clock.jumpWall(365 * 24 * hourMs);
  await pass(lab, 1);
  expect(textsOf(await pageOf(await enter(lab.server, 'ali')))).toHaveLength(50);
});

it('the rule, and what is gone, stay so over a restart', async () => {
  const lab = await startLab();
  await (await enterOwner(lab)).say('old');
  await pass(lab, 26);
  await keepIn(await enter(lab.server, 'ali'), everyone, days(1));
  await look(lab);
  await lab.server.stop();
  const again = await startLab({ store: lab.store, clock: lab.clock });
  const veli = await enter(again.server, 'veli');
  const page = await pageOf(veli);
  expect(textsOf(page)).toEqual([]);
  expect(page.firstSeq).toBeGreaterThan(1);
  expect((await lab.store.log.snapshot()).settings.keep).toEqual(days(1));
});
