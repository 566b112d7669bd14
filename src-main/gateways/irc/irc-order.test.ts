import { expect, it } from 'vitest';
import { ircLabs } from './testing/irc-lab.ts';

const lab = ircLabs();

it('answers a PING when what was said before it has reached the others, and its sender', async () => {
  const { enter } = await lab();
  const veli = await enter('Veli');
  const ali = await enter('Ali', 'echo-message');
  await ali.ask('JOIN #oda');
  await veli.ask('JOIN #oda');
  const before = veli.lines.length;
  const echoed = await ali.ask('PRIVMSG #oda :one', 'PRIVMSG Veli :two');
  expect(echoed.map((line) => line.split(' PRIVMSG ')[1])).toEqual(['#oda :one', 'Veli :two']);
  await veli.ask();
  const came = veli.lines.slice(before, -1);
  expect(came.map((line) => line.split(' PRIVMSG ')[1])).toEqual(['#oda :one', 'Veli :two']);
});

it('answers in the order in which it was asked, also where a message was refused', async () => {
  const { enter } = await lab();
  const ali = await enter('Ali');
  const lines = await ali.ask('JOIN #oda', `PRIVMSG #oda :${'x'.repeat(400)}`, 'PART #oda :bye');
  expect(lines.at(-1)).toContain('PART #oda :bye');
  const veli = await enter('Veli');
  await ali.ask('JOIN #oda');
  await veli.ask('JOIN #oda');
  const before = veli.lines.length;
  await ali.ask('PRIVMSG #oda :last words', 'PART #oda');
  await veli.ask();
  const told = veli.lines.slice(before, -1).map((line) => line.split(' ')[1]);
  expect(told).toEqual(['PRIVMSG', 'PART']);
});
