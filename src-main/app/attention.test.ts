import { expect, it } from 'vitest';
import { awayAfterMs, nothingMissed } from '../../src-shared/member/missed.ts';
import { everyone } from '../../src-shared/protocol/ids.ts';
import { twoPeople } from './testing/two-people.ts';

async function listening() {
  const two = await twoPeople();
  const { ali, veli, room, direct } = two;
  const told = () => ali.of('message/arrived').map(({ text, means }) => [text, means]);
  const asked = async () => (await ali.view(room)).asked;
  /** Says it and waits until Ali's computer has it, and all that follows. */
  const hear = async (text: string, conversation = everyone) => {
    await veli.say(room, text, conversation);
    await ali.until(async () => (await ali.texts(room, conversation)).includes(text));
    await ali.until(() => ali.of('conversation/changed').flat().at(-1)?.lastMessage?.text === text);
  };
  const choose = (change: object, conversation = everyone) =>
    ali.ask('conversation/set-attention', { room, in: conversation, ...change });
  return { ...two, told, asked, hear, choose, direct };
}

it('a muted conversation tells of nothing and counts its mentions, while another does both', async () => {
  const { told, asked, hear, choose, direct, ali } = await listening();
  await choose({ muted: { until: ali.clock.wallMs() + 1000 } });
  await hear('nobody need know');
  await hear('@ali but this counts');
  await hear('for you', direct);
  expect(told()).toEqual([['for you', undefined]]);
  expect(await asked()).toBe(2);
  ali.clock.advance(1000);
  await ali.until(() => ali.of('room/changed').at(-1)?.asked === 3);
  await hear('heard again');
  expect(told()).toEqual([
    ['for you', undefined],
    ['heard again', undefined],
  ]);
  await choose({ muted: {} });
  expect(await asked()).toBe(2);
});

it('of mentions alone, or of nothing, is told what was chosen', async () => {
  const { told, asked, hear, choose } = await listening();
  await choose({ level: 'mentions' });
  await hear('one');
  await hear('ali: two');
  expect(told()).toEqual([['ali: two', 'mention']]);
  expect(await asked()).toBe(1);
  await choose({ level: 'nothing' });
  await hear('ali: three');
  expect(told()).toHaveLength(1);
  expect(await asked()).toBe(0);
});

it('what is chosen is kept over a restart', async () => {
  const { veli, room, direct } = await listening();
  await veli.ask('conversation/set-attention', { room, in: direct, level: 'nothing', muted: {} });
  await veli.close();
  await veli.start();
  const { conversations } = await veli.opened(room);
  const held = conversations.find(({ in: id }) => id === direct);
  // Nothing was said there yet, so it does not stand in the list.
  expect(held?.attention ?? 'none').toBe('none');
  await veli.live(room);
  await veli.say(room, 'hello', direct);
  await veli.until(() =>
    veli
      .of('conversation/changed')
      .flat()
      .some(({ in: id }) => id === direct),
  );
  const changed = veli.of('conversation/changed').flat();
  expect(changed.findLast(({ in: id }) => id === direct)?.attention).toEqual({
    level: 'nothing',
    muted: {},
  });
});

it('one’s own words are told of and counted like a mention, from what is unread already on', async () => {
  const { ali, told, asked, hear, choose } = await listening();
  await choose({ level: 'mentions' });
  await hear('tea at five');
  expect(await asked()).toBe(0);
  await ali.ask('settings/change', { keywords: 'TEA, coffee' });
  await ali.until(() => ali.of('room/changed').at(-1)?.asked === 1);
  await hear('teatime');
  await hear('Coffee!');
  expect(told()).toEqual([['Coffee!', 'keyword']]);
  expect(await asked()).toBe(2);
  await ali.ask('settings/change', { keywords: '' });
  await ali.until(() => ali.of('room/changed').at(-1)?.asked === 0);
});

it('a list of words that is too long is refused', async () => {
  const { ali } = await listening();
  const refused = await ali.request('settings/change', { keywords: 'a '.repeat(3000) });
  expect(refused).toMatchObject({ refusal: { code: 'bad-request', field: 'keywords' } });
});

it('a private chat follows what was chosen for what is said directly', async () => {
  const { ali, veli, room, choose, direct } = await listening();
  await choose({ level: 'nothing' }, direct);
  await veli.ask('private/ask', { room, account: await veli.accountOf(room, 'ali') });
  await ali.until(() => ali.of('private/changed').some(({ state }) => state.is === 'asked'));
  expect(ali.of('private/changed').at(-1)?.isQuiet).toBe(true);
  const before = ali.of('private/changed').length;
  await choose({ level: 'mentions' }, direct);
  await ali.until(() => ali.of('private/changed').length > before);
  expect(ali.of('private/changed').at(-1)?.isQuiet).toBeUndefined();
});

it('who comes back is told what they missed, until it is read or put away', async () => {
  const { ali, veli, room, direct } = await twoPeople();
  await veli.ask('presence/active', {});
  expect(await veli.ask('away/read', { room })).toEqual({ missed: nothingMissed });
  expect((await veli.view(room)).awaySince).toBeUndefined();
  await veli.close();
  await ali.say(room, '@veli come');
  await ali.say(room, 'are you there?', direct);
  await ali.ask('room/change-settings', { room, readOnly: true });
  await ali.until(async () => (await ali.texts(room, direct)).length === 1);
  veli.clock.jumpWall(awayAfterMs);
  await veli.start();
  await veli.live(room);
  await veli.until(async () => (await veli.texts(room, direct)).length === 1);
  await veli.until(async () => (await veli.texts(room)).length === 1);
  expect((await veli.view(room)).awaySince).toBeUndefined();
  await veli.ask('presence/active', {});
  expect((await veli.view(room)).awaySince).toBeDefined();
  const counts = async () => {
    const { missed } = await veli.ask('away/read', { room });
    return [missed.mentions.count, missed.questions.count, missed.announcements.count];
  };
  expect(await counts()).toEqual([1, 1, 1]);
  await veli.ask('conversation/mark-read', { room, in: direct, seq: 1 });
  expect(await counts()).toEqual([1, 0, 1]);
  await veli.ask('conversation/set-attention', { room, in: everyone, level: 'nothing' });
  expect(await counts()).toEqual([0, 0, 0]);
  await veli.ask('away/dismiss', { room });
  expect((await veli.view(room)).awaySince).toBeUndefined();
});
