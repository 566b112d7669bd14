import { expect, it } from 'vitest';
import { everyone } from '../../src-shared/protocol/ids.ts';
import { twoPeople } from './testing/two-people.ts';

it('what one marks as unread is so after the program was killed too', async () => {
  const { ali, veli, room } = await twoPeople();
  for (const text of ['bir', 'iki', 'üç']) await ali.say(room, text);
  await veli.until(async () => (await veli.texts(room)).includes('üç'));
  const { entries } = await veli.ask('timeline/page', { room, in: everyone, limit: 100 });
  const second = entries.filter(({ type }) => type === 'message')[1]?.seq ?? 0;
  const last = entries.at(-1)?.seq ?? 0;
  const unread = async () => (await veli.opened(room)).conversations[0]?.unread;
  await veli.ask('conversation/mark-read', { room, in: everyone, seq: last });
  expect(await unread()).toBe(0);
  await veli.ask('conversation/mark-unread', { room, in: everyone, seq: second });
  expect(await unread()).toBe(2);
  await veli.close();
  await veli.start();
  expect(await unread()).toBe(2);
});

it('what one puts aside is one’s own, and there again after the program was killed', async () => {
  const { ali, veli, room } = await twoPeople();
  await ali.say(room, 'kapı 5678');
  await veli.until(async () => (await veli.texts(room)).includes('kapı 5678'));
  const { entries } = await veli.ask('timeline/page', { room, in: everyone, limit: 100 });
  const seq = entries.find((entry) => entry.type === 'message')?.seq ?? 0;
  const change = (isSaved: boolean) =>
    veli.request('saved/change', { room, in: everyone, seq, isSaved });
  const texts = async () => (await veli.ask('saved/list', { room })).map(({ text }) => text);
  expect(await change(true)).toEqual({ ok: true, value: null });
  expect(veli.of('saved/changed')).toEqual([{ room }]);
  expect(await ali.ask('saved/list', { room })).toEqual([]);
  await veli.close();
  await veli.start();
  expect(await texts()).toEqual(['kapı 5678']);
  await change(false);
  expect(await texts()).toEqual([]);
  const unknown = { room, in: everyone, seq: 999, isSaved: true };
  expect(await veli.request('saved/change', unknown)).toEqual({
    ok: false,
    refusal: { code: 'no-such-message' },
  });
});
