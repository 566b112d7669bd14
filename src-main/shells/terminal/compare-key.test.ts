import { expect, it } from 'vitest';
import { keyWords } from '../../../src-shared/invite/key-look.ts';
import { Person } from '../../app/testing/person.ts';
import { addressOf, atTerminal, byPipes } from './testing/at-terminal.ts';

async function hosted() {
  const selin = await Person.open();
  const room = await selin.host('selin');
  const { pin } = await selin.ask('host/status', { room: room.room });
  const words = keyWords(await selin.ask('room/look-of-key', { pin }), 'en');
  return { selin, address: addressOf(room), pin, words, online: () => selin.online(room.room) };
}

it('W14 a person at a terminal compares four words, once', async () => {
  const { address, words, online } = await hosted();
  const veli = await atTerminal({ address, name: 'veli', key: undefined });
  await veli.sees(words);
  await veli.sees('Are they the same? (y or n)');
  expect(await online()).toEqual(['selin']);
  veli.enter('y');
  await veli.sees("selin's room");
  await veli.sees('everyone');
  veli.enter('exit');
  expect(await veli.code).toBe(0);
  const again = await atTerminal({ address, name: 'veli', key: undefined, person: veli.person });
  await again.sees('everyone');
  again.enter('exit');
  await again.code;
});

it('W14 who says no is in nowhere, and hears why', async () => {
  const { address, online } = await hosted();
  const veli = await atTerminal({ address, name: 'veli', key: undefined });
  await veli.sees('Are they the same?');
  veli.enter('n');
  expect(await veli.code).toBe(1);
  expect(veli.errors()).toContain('You have not been in');
  expect(await online()).toEqual(['selin']);
});

it('W14 a program answers with the key that it knows, or brings it along', async () => {
  const { address, pin, words } = await hosted();
  const bot = await byPipes({ address, name: 'bot', json: true, key: undefined });
  const asked = JSON.parse(await bot.writes((line) => line.includes('"asked"'))) as object;
  expect(asked).toEqual({ event: 'asked', for: 'key', room: "selin's room", key: pin, words });
  bot.write({ answer: pin });
  await bot.writes((line) => line.includes('"entered"'));
  bot.input.end();
  await bot.code;

  const knowing = await byPipes({ address, name: 'bot2', json: true, key: pin });
  await knowing.writes((line) => line.includes('"entered"'));
  expect(knowing.lines().join()).not.toContain('"asked"');
  knowing.input.end();
  await knowing.code;

  const wrong = await byPipes({ address, name: 'bot3', json: true, key: undefined });
  await wrong.writes((line) => line.includes('"asked"'));
  wrong.write({ answer: 'yes' });
  expect(await wrong.code).toBe(1);
});
