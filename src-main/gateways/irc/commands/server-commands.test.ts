import { expect, it } from 'vitest';
import { ircLabs } from '../testing/irc-lab.ts';

const startLab = ircLabs();
const numbers = (lines: readonly string[]) => lines.map((line) => line.split(' ')[1]);

it('LUSERS counts who is here, the channels, and the most that were ever here', async () => {
  const { enter } = await startLab();
  const ali = await enter('ali');
  const veli = await enter('veli');
  veli.send('QUIT');
  await veli.closed;
  await ali.ask('PING x');
  const lines = await ali.ask('LUSERS');
  expect(lines.map((line) => line.replace(':room.oda ', ''))).toEqual([
    '251 ali :There are 1 users and 0 invisible on 1 servers',
    '254 ali 1 :channels formed',
    '255 ali :I have 1 clients and 0 servers',
    '265 ali 1 2 :Current users 1, max 2: 0 members and 1 guests',
    '266 ali 1 2 :Current users 1, max 2: 0 members and 1 guests',
  ]);
});

it('INFO, ADMIN and LINKS say that this is a room, and the only server', async () => {
  const { enter } = await startLab();
  const ali = await enter('ali');
  expect(numbers(await ali.ask('INFO'))).toEqual(['371', '371', '374']);
  expect(numbers(await ali.ask('ADMIN'))).toEqual(['423']);
  expect(await ali.ask('LINKS')).toEqual([
    ':room.oda 364 ali room.oda room.oda :0 Mutfak',
    ':room.oda 365 ali * :End of LINKS',
  ]);
});

it('HELP names the commands, says how one is written, and what it does not know', async () => {
  const { enter } = await startLab();
  const ali = await enter('ali');
  for (const verb of ['HELP', 'HELPOP']) {
    const all = await ali.ask(verb);
    expect(numbers(all)).toEqual(['704', '705', '706']);
    expect(all[1]).toMatch(/^:room\.oda 705 ali \* :.*JOIN.*PRIVMSG/);
    const one = await ali.ask(`${verb} privmsg`);
    expect(numbers(one)).toEqual(['704', '705', '706']);
    expect(one[1]).toContain(' 705 ali privmsg :PRIVMSG channel-or-nick :text');
    expect(await ali.ask(`${verb} __proto__`)).toEqual([
      ':room.oda 524 ali __proto__ :There is no help on that',
    ]);
  }
});

it('a line that is not UTF-8 is refused by its command, and under its label', async () => {
  const { enter } = await startLab();
  const ali = await enter('ali', 'labeled-response', 'batch');
  await ali.ask('JOIN #oda');
  ali.write(Buffer.from('@label=xyz PRIVMSG #oda :hi\xaa\r\n', 'latin1'));
  expect(await ali.until('FAIL')).toMatch(/^@label=xyz :room\.oda FAIL PRIVMSG INVALID_UTF8 :/);
});
