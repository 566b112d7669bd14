import { expect, it } from 'vitest';
import { ircLabs } from '../testing/irc-lab.ts';
import type { IrcPeer } from '../testing/irc-peer.ts';

const startLab = ircLabs();

async function listed(peer: IrcPeer, asked: string): Promise<string[]> {
  const lines = await peer.ask(`LIST ${asked}`);
  expect(lines.at(-1)).toContain(' 323 ');
  return lines.flatMap((line) => / 322 \S+ (\S+) /.exec(line)?.[1] ?? []).toSorted();
}

it('LIST takes masks, and with ! what they do not fit', async () => {
  const { enter } = await startLab({ roomLimits: { messageBurst: 1000 }, forbidden: [] });
  const [ali, veli] = [await enter('ali'), await enter('veli')];
  await ali.ask('JOIN #chan1,#chan2');
  expect(ali.lines.join('\n')).toContain(' ELIST=MNTU ');
  expect(await listed(veli, '*an1')).toEqual(['#chan1']);
  expect(await listed(veli, '#C*n2')).toEqual(['#chan2']);
  expect(await listed(veli, '*an3')).toEqual([]);
  expect(await listed(veli, '*an1,#oda')).toEqual(['#chan1', '#oda']);
  expect(await listed(veli, '!*an1')).toEqual(['#chan2', '#oda']);
  expect(await listed(veli, '#chan*,!*1')).toEqual(['#chan2']);
});

it('LIST takes how many people are in, and how long ago the topic was set', async () => {
  const { enter, clock } = await startLab({ roomLimits: { messageBurst: 1000 }, forbidden: [] });
  const [ali, veli] = [await enter('ali'), await enter('veli')];
  await ali.ask('JOIN #chan1,#chan2');
  await veli.ask('JOIN #chan2');
  expect(await listed(veli, '>1')).toEqual(['#chan2', '#oda']);
  expect(await listed(veli, '<2')).toEqual(['#chan1']);
  expect(await listed(veli, '>0,<100')).toEqual(['#chan1', '#chan2', '#oda']);
  await ali.ask('TOPIC #chan1 :first');
  clock.jumpWall(120_000);
  await ali.ask('TOPIC #chan2 :second');
  expect(await listed(ali, 'T>1')).toEqual(['#chan1']);
  expect(await listed(ali, 'T<1')).toEqual(['#chan2']);
});
