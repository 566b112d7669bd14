import { expect, it } from 'vitest';
import { WirePeer } from '../../server/testing/wire-peer.ts';
import { accountOf } from '../../server/testing/lab.ts';
import { ircLabs } from './testing/irc-lab.ts';

const startLab = ircLabs();

/** Ayşe owns the room; Selin, by IRC, is a moderator of it, and ali and veli are guests. */
async function startRoom() {
  const lab = await startLab();
  const ayse = new WirePeer(lab.server.connectLocally());
  await ayse.enter('Ayşe');
  const selin = await lab.signIn('Selin');
  const [ali, veli] = [await lab.enter('ali'), await lab.enter('veli')];
  const account = await accountOf(ayse, 'Selin');
  expect(await ayse.ask('set-role', { account, role: 'moderator' })).toMatchObject({ type: 'ok' });
  for (const peer of [selin, ali, veli]) await peer.ask('JOIN #oda');
  return { ...lab, ayse, selin, ali, veli };
}

it('the owner and moderators are operators, which is told when it changes', async () => {
  const { ayse, selin, ali } = await startRoom();
  const names = (await ali.ask('NAMES #oda'))[0]?.split(' :')[1]?.split(' ').toSorted();
  expect(names).toEqual(['@Ayşe', '@Selin', 'ali', 'veli']);
  expect((await ali.ask('WHO #oda')).join()).toContain(' Selin H@ ');
  const account = await accountOf(ayse, 'Selin');
  await ayse.ask('set-role', { account, role: 'member' });
  await ali.until(/^:Ayşe!\S+ MODE #oda -o Selin$/);
  await ayse.ask('set-role', { account, role: 'moderator' });
  await ali.until(/^:Ayşe!\S+ MODE #oda \+o Selin$/);
  expect((await selin.ask('MODE #oda +o ali'))[0]).toContain(' 482 Selin #oda ');
});

it('KICK takes out of the room, with the reason, and only by an operator', async () => {
  const { selin, ali, veli } = await startRoom();
  expect((await ali.ask('KICK #oda veli :get out'))[0]).toContain(' 482 ali #oda ');
  expect((await selin.ask('KICK #oda Ayşe'))[0]).toContain(' 482 Selin #oda ');
  selin.send('KICK #oda veli :get out');
  await ali.until(/^:Selin!\S+ KICK #oda veli :get out$/);
  await veli.until(/ERROR .*get out/);
  await veli.closed;
});

it('+b bans, b lists, -b lifts; who is banned hears 465', async () => {
  const { selin, ali, veli, connect } = await startRoom();
  selin.send('MODE #oda +b veli!*@*');
  await ali.until(/^:Selin!\S+ MODE #oda \+b veli!\*@\*$/);
  await veli.closed;
  await selin.until(/^:veli!\S+ QUIT/);
  const [first, end] = await selin.ask('MODE #oda b');
  expect(first).toMatch(/ 367 Selin #oda veli!\*@\* Selin \d+$/);
  expect(end).toContain(' 368 Selin #oda ');
  expect(await ali.ask('MODE #oda +b')).toHaveLength(1);
  const again = await connect();
  again.send('NICK veli', 'USER veli 0 * :veli');
  await again.until(' 465 ');
  await again.closed;
  selin.send('MODE #oda -b veli');
  await ali.until(/^:Selin!\S+ MODE #oda -b veli!\*@\*$/);
  expect((await selin.ask('MODE #oda b'))[0]).toContain(' 368 ');
});

it('+m lets only operators write, and 404 tells the others', async () => {
  const { selin, ali, ayse } = await startRoom();
  expect((await ali.ask('MODE #oda +m'))[0]).toContain(' 482 ali #oda ');
  selin.send('MODE #oda +m');
  await ali.until(/^:Selin!\S+ MODE #oda \+m$/);
  expect((await ali.ask('MODE #oda'))[0]).toContain(' 324 ali #oda +mnt');
  ali.send('PRIVMSG #oda :may I');
  await ali.until(' 404 ali #oda ');
  selin.send('PRIVMSG #oda :I may');
  await ali.until(/PRIVMSG #oda :I may$/);
  selin.send('MODE #oda -m');
  await ali.until(/^:Selin!\S+ MODE #oda -m$/);
  const account = await accountOf(ayse, 'ali');
  await ayse.ask('mute', { account, reason: 'loud' });
  await ali.until(/NOTICE .*Ayşe muted ali: loud$/);
  ali.send('PRIVMSG #oda :hear me');
  await ali.until(/ 404 ali #oda .*muted/);
});

it('in a room with a password PASS is that password for who has no account', async () => {
  const { ayse, connect } = await startRoom();
  await ayse.ask('change-room', { password: 'kitchen sink' });
  const can = await connect();
  can.send('NICK can', 'USER can 0 * :can');
  await can.until(' 464 ');
  can.send('PASS :kitchen sink', 'NICK can');
  await can.until(' 376 ');
});

it('in a group +m lets only its operator and who has a voice write, and the voice follows from the role', async () => {
  const { ayse, selin, ali, signIn } = await startRoom();
  const veda = await signIn('Veda');
  const members = await Promise.all(['Selin', 'Veda'].map((name) => accountOf(ayse, name)));
  const club = 'group:club000000000000';
  await ayse.ask('make-group', { in: club, name: 'club', members });
  await veda.until(' 366 Veda #club ');
  await selin.until(' 366 Selin #club ');
  expect((await veda.ask('MODE #club +m'))[0]).toContain(' 482 Veda #club ');
  expect((await veda.ask('MODE #club'))[0]).toContain(' 324 Veda #club +nt');

  selin.send('MODE #club +m');
  await veda.until(/^:Selin!\S+ MODE #club \+m$/);
  await veda.until(/ MODE #club \+v Selin$/);
  expect((await veda.ask('MODE #club'))[0]).toContain(' 324 Veda #club +mnt');
  const nicks = async () =>
    (await veda.ask('NAMES #club'))[0]?.split(' :')[1]?.split(' ').toSorted();
  expect(await nicks()).toEqual(['+Selin', '@Ayşe', 'Veda']);
  expect((await veda.ask('WHO #club')).join()).toContain(' Selin H+ ');
  veda.send('PRIVMSG #club :may I');
  await veda.until(/ 404 Veda #club .*moderators/);
  selin.send('PRIVMSG #club :I may');
  await veda.until(/PRIVMSG #club :I may$/);

  // Who has it is a moderator; so it is given and taken as a role.
  for (const change of ['+v', '-v']) {
    const [answer] = await selin.ask(`MODE #club ${change} Veda`);
    expect(answer).toMatch(/ 482 Selin #club .*MODE #oda \+o/);
  }
  const [, account] = members;
  await ayse.ask('set-role', { account, role: 'moderator' });
  await selin.until(/^:Ayşe!\S+ MODE #club \+v Veda$/);
  expect(await nicks()).toEqual(['+Selin', '+Veda', '@Ayşe']);
  await ayse.ask('set-role', { account, role: 'member' });
  await selin.until(/^:Ayşe!\S+ MODE #club -v Veda$/);
  selin.send('MODE #club -m');
  await veda.until(/^:Selin!\S+ MODE #club -m$/);
  await veda.until(/ MODE #club -v Selin$/);
  expect(await nicks()).toEqual(['@Ayşe', 'Selin', 'Veda']);
  expect((await ali.ask('MODE #oda +v Selin'))[0]).toContain(' 482 ali #oda ');
});
