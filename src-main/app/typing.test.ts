import { expect, test } from 'vitest';
import { limits } from '../../src-shared/protocol/limits.ts';
import { twoPeople } from './testing/two-people.ts';

async function talking() {
  const two = await twoPeople();
  const { ali, veli, room, direct } = two;
  const type = (isTyping = true) => ali.ask('typing/set', { room, in: direct, isTyping });
  const seen = () => veli.of('typing/changed').map(({ accounts }) => accounts.length);
  return { ...two, type, seen };
}

test('who types is seen by the other, until the message comes', async () => {
  const { ali, veli, room, direct, type, seen } = await talking();
  await type();
  await veli.until(() => seen().length === 1);
  await ali.say(room, 'done', direct);
  await veli.until(() => seen().length === 2);
  expect(seen()).toEqual([1, 0]);
  expect(ali.of('typing/changed')).toEqual([]);
});

test('whoever stops is seen to, and whoever is not heard of again does not type any more', async () => {
  const { ali, veli, type, seen } = await talking();
  await type();
  await veli.until(() => seen().length === 1);
  await type(false);
  await veli.until(() => seen().length === 2);
  ali.clock.advance(1000);
  await type();
  await veli.until(() => seen().length === 3);
  veli.clock.advance(limits.typingMs);
  expect(seen()).toEqual([1, 0, 1, 0]);
});

test('who has switched it off sends nothing; who is blocked types unseen', async () => {
  const { ali, veli, room, direct, type, seen } = await talking();
  await ali.ask('settings/change', { typing: false });
  await type();
  await ali.say(room, 'first', direct);
  await veli.until(async () => (await veli.texts(room, direct)).includes('first'));
  expect(seen()).toEqual([]);
  await ali.ask('settings/change', { typing: true });
  const account = await veli.accountOf(room, 'ali');
  await veli.ask('contact/change', { room, account, blocked: true });
  await type();
  await veli.until(() => seen().length > 0);
  expect(seen()).toEqual([0]);
});
