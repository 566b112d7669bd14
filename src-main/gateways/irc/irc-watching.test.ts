import { expect, it } from 'vitest';
import { ircLabs } from './testing/irc-lab.ts';
import { toldTo } from './testing/told-to.ts';

const startLab = ircLabs();
const openLab = () => startLab({ roomLimits: { messageBurst: 1000 }, forbidden: [] });

it('extended-join says as whom somebody comes into a channel, others hear the JOIN alone', async () => {
  const { enter, signIn } = await openLab();
  const [ali, veli] = [await enter('ali', 'extended-join'), await enter('veli')];
  for (const peer of [ali, veli]) await peer.ask('JOIN #homework');
  const can = await enter('can');
  expect(await toldTo(ali, can, 'JOIN #homework')).toEqual([
    expect.stringMatching(/^:can!\S+ JOIN #homework \* :can$/),
  ]);
  const bora = await signIn('Bora');
  const [joined] = await toldTo(ali, bora, 'JOIN #homework');
  expect(joined).toMatch(/^:Bora!\S+ JOIN #homework Bora :x$/);
  expect(veli.lines.at(-1)).toMatch(/^:Bora!\S+ JOIN #homework$/);
  const [own] = await ali.ask('JOIN #other');
  expect(own).toMatch(/^:ali!\S+ JOIN #other \* :ali$/);
});

it('account-tag says of whoever has an account which it is, and of a guest nothing', async () => {
  const { enter, signIn } = await openLab();
  const ali = await enter('ali', 'account-tag', 'away-notify');
  const [bora, can] = [await signIn('Bora'), await enter('can')];
  for (const peer of [ali, bora]) await peer.ask('JOIN #oda,#homework');
  const lines = await toldTo(
    ali,
    bora,
    'PRIVMSG ali :hi',
    'NOTICE #oda :hi',
    'AWAY :out',
    'PART #homework',
    'JOIN #lab',
    'INVITE ali #lab',
  );
  expect(lines.map((line) => line.replace(/:Bora!\S+ /, ''))).toEqual([
    '@account=Bora PRIVMSG ali :hi',
    '@account=Bora NOTICE #oda :hi',
    '@account=Bora AWAY :out',
    '@account=Bora PART #homework',
    '@account=Bora INVITE ali #lab',
  ]);
  expect(await toldTo(ali, can, 'PRIVMSG ali :hi')).toEqual([
    expect.stringMatching(/^:can!\S+ PRIVMSG ali :hi$/),
  ]);
});

it('who comes into a channel and is away is told as away, with away-notify', async () => {
  const { enter } = await openLab();
  const [ali, veli] = [await enter('ali', 'away-notify'), await enter('veli')];
  await ali.ask('JOIN #homework');
  await veli.ask('AWAY :asleep');
  expect((await toldTo(ali, veli, 'JOIN #homework')).map((line) => line.split(' ')[1])).toEqual([
    'JOIN',
    'AWAY',
  ]);
  expect(await ali.until(' AWAY ')).toMatch(/^:veli!\S+ AWAY :asleep$/);
});

it('SETNAME changes the real name, and is told to who asked for setname and is near', async () => {
  const { enter } = await openLab();
  const [ali, veli, can] = [
    await enter('ali', 'setname'),
    await enter('veli', 'setname'),
    await enter('can'),
  ];
  for (const peer of [ali, veli, can]) await peer.ask('JOIN #homework');
  const before = can.lines.length;
  const told = [expect.stringMatching(/^:ali!\S+ SETNAME :Ali of Ankara$/)];
  const own = ali.lines.length;
  expect(await toldTo(veli, ali, 'SETNAME :Ali of Ankara')).toEqual(told);
  expect(ali.lines.slice(own, -1)).toEqual(told);
  expect((await can.ask('WHOIS ali'))[0]).toMatch(/ 311 can ali \S+ \S+ \* :Ali of Ankara$/);
  expect(can.lines.slice(before).join()).not.toContain('SETNAME');
  expect((await ali.ask('SETNAME :\u0002'))[0]).toContain('FAIL SETNAME INVALID_REALNAME');
});

it('extended-monitor tells of who is watched, without a channel in common', async () => {
  const { enter } = await openLab();
  const ali = await enter('ali', 'extended-monitor', 'away-notify', 'setname');
  const [can, veli] = [await enter('can', 'away-notify'), await enter('veli')];
  for (const peer of [ali, can]) await peer.ask('MONITOR + veli');
  const told = async (line: string) =>
    (await toldTo(ali, veli, line)).map((each) => each.replace(/^:veli!\S+ /, ''));
  const before = can.lines.length;
  expect(await told('AWAY :afk')).toEqual(['AWAY :afk']);
  expect(await told('AWAY')).toEqual(['AWAY']);
  expect(await told('SETNAME :V')).toEqual(['SETNAME :V']);
  await can.ask();
  expect(can.lines.slice(before).join()).not.toContain('AWAY');
});

it('multi-prefix is there to be had: all ranks of somebody are shown in any case', async () => {
  const { enter } = await openLab();
  const ali = await enter('ali', 'multi-prefix');
  expect(await ali.until(' CAP ali ACK ')).toContain(':multi-prefix');
  expect((await ali.ask('JOIN #homework')).join()).toContain(' 353 ali = #homework :@ali');
});
