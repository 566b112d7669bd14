import { expect, it } from 'vitest';
import { ircLabs } from '../testing/irc-lab.ts';

const startLab = ircLabs();
const openLab = () => startLab({ roomLimits: { messageBurst: 1000 }, forbidden: [] });

it('WHOX brings the fields that are asked for, always in its own order', async () => {
  const { enter, signIn } = await openLab();
  const [ali, veli] = [await enter('ali'), await signIn('Veli')];
  for (const peer of [ali, veli]) await peer.ask('JOIN #homework');
  expect(ali.lines.join('\n')).toContain(' WHOX ');
  const whole =
    ':room.oda 354 ali 123 #homework ~ali 255.255.255.255 oda room.oda ali H@ 0 0 0 n/a :ali';
  for (const fields of ['tcuihsnfdlaor', 'roaldfnshiuct'])
    expect(await ali.ask(`WHO #homework %${fields},123`)).toContain(whole);
  expect(await ali.ask('WHO veli %tna,7')).toEqual([
    ':room.oda 354 ali 7 Veli Veli',
    ':room.oda 315 ali veli :End of WHO',
  ]);
  expect((await ali.ask('WHO ali %na'))[0]).toBe(':room.oda 354 ali ali 0');
});

it('WHO and WHOIS tell of topics that the client has not joined', async () => {
  const { enter } = await openLab();
  const [ali, veli] = [await enter('ali'), await enter('veli')];
  await veli.ask('JOIN #homework');
  expect((await ali.ask('WHO #homework'))[0]).toContain(' 352 ali #homework ~veli ');
  expect((await ali.ask('WHOIS veli')).join('\n')).toContain(' 319 ali veli :#oda @#homework');
});

it('WHOWAS knows of earlier times too, the last one first, as many as are asked for', async () => {
  const { enter, connect } = await openLab();
  const ali = await enter('ali');
  for (const user of ['one', 'two']) {
    const veli = await connect();
    veli.send('NICK veli', `USER ${user} 0 * :${user}`);
    await veli.until(' 376 ');
    veli.send('QUIT');
    await veli.closed;
    await ali.until(` 376 `);
  }
  const users = async (line: string) =>
    (await ali.ask(line)).flatMap((each) => / 314 ali veli (\S+) /.exec(each)?.[1] ?? []);
  expect(await users('WHOWAS veli')).toEqual(['~two', '~one']);
  expect(await users('WHOWAS veli 1')).toEqual(['~two']);
  expect(await users('WHOWAS veli 2')).toEqual(['~two', '~one']);
  expect(await users('WHOWAS veli -1')).toEqual(['~two', '~one']);
});
