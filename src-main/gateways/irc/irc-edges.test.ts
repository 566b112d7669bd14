import { describe, expect, it } from 'vitest';
import { directConversation } from '../../../src-shared/protocol/ids.ts';
import type { AccountId } from '../../../src-shared/protocol/ids.ts';
import { ircLabs } from './testing/irc-lab.ts';
import type { WirePeer } from '../../server/testing/wire-peer.ts';

const startLab = ircLabs();

const numbers = (lines: readonly string[]) => lines.map((line) => line.split(' ')[1]);

async function accountsOf(peer: WirePeer): Promise<Record<string, AccountId>> {
  const listed = (await peer.ask('list-members')) as unknown as {
    members: { name: string; account: AccountId }[];
  };
  return Object.fromEntries(listed.members.map(({ name, account }) => [name, account]));
}

describe('history', () => {
  async function withTwoConversations() {
    const lab = await startLab();
    const ayse = await lab.enterByOda('Ayşe');
    const selin = await lab.signIn('Selin', 'batch', 'server-time');
    const ids = await accountsOf(ayse);
    const direct = directConversation(ids['Selin'] as AccountId, ids['Ayşe'] as AccountId);
    await ayse.say('sana', { in: direct });
    lab.clock.advance(1000);
    await ayse.ask('ping');
    await ayse.say('herkese');
    await selin.ask('PING x');
    const at = (time: number) => `timestamp=${new Date(time).toISOString()}`;
    const end = lab.clock.wallMs();
    const targets = async (from: number, to: number, most: number) => {
      const lines = await selin.ask(`CHATHISTORY TARGETS ${at(from)} ${at(to)} ${most}`);
      return lines.flatMap((line) => / TARGETS (\S+) /.exec(line)?.[1] ?? []);
    };
    return { ...lab, ayse, selin, direct, end, targets };
  }

  it('TARGETS names what was written in last first, as many as were asked for, between its times', async () => {
    const { targets, end, ayse, direct, clock, enter } = await withTwoConversations();
    expect(await targets(end - 60_000, end + 1, 10)).toEqual(['#oda', 'Ayşe']);
    expect(await targets(end + 1, end - 60_000, 1)).toEqual(['#oda']);
    expect(await targets(end - 60_000, end, 10)).toEqual(['Ayşe']);
    expect(await targets(end - 1000, end + 1, 10)).toEqual(['#oda']);
    clock.advance(1000);
    await ayse.ask('ping');
    await ayse.say('yine sana', { in: direct });
    // Who comes is no message.
    await enter('veli');
    expect(await targets(end - 60_000, end + 60_000, 10)).toEqual(['Ayşe', '#oda']);
  });
});

describe('channels', () => {
  it('JOIN 0 leaves all of them, and what is said there is shown no more', async () => {
    const { enter, enterByOda } = await startLab();
    const ayse = await enterByOda('Ayşe');
    const ali = await enter('ali');
    await ali.ask('JOIN #oda');
    expect(await ali.ask('JOIN 0')).toEqual([':ali!~ali@oda PART #oda']);
    await ayse.say('kimse var mı');
    expect(await ali.ask('JOIN 0')).toEqual([]);
    expect(ali.lines.join('\n')).not.toContain('kimse var mı');
    expect(numbers(await ali.ask('JOIN #oda,#oda'))).toEqual(['JOIN', '332', '353', '366']);
  });
});

describe('people', () => {
  it('WHO 0 is WHO of all who are here, and not of who is not', async () => {
    const { enter, enterByOda } = await startLab();
    const ayse = await enterByOda('Ayşe');
    const ali = await enter('ali');
    for (const mask of ['0', '*']) {
      const nicks = (await ali.ask(`WHO ${mask}`)).slice(0, -1).map((line) => line.split(' ')[7]);
      expect(new Set(nicks)).toEqual(new Set(['Ayşe', 'ali']));
    }
    await ayse.ask('sign-out');
    await ali.ask('PING x');
    expect(numbers(await ali.ask('WHO 0'))).toEqual(['352', '315']);
    // Who is named is found all the same.
    expect((await ali.ask('WHO Ayşe'))[0]).toMatch(/ 352 ali \* \S+ oda room\.oda Ayşe G :/);
  });

  it('WHOIS and LUSERS tell members from guests, and WHOIS takes a server first', async () => {
    const { enter, enterByOda } = await startLab();
    await enterByOda('Ayşe');
    const ali = await enter('ali');
    expect((await ali.ask('LUSERS')).at(-1)).toContain('1 members and 1 guests');
    expect(await ali.ask('WHOIS room.oda Ayşe')).toEqual(await ali.ask('WHOIS Ayşe'));
    expect(numbers(await ali.ask('WHOIS Ayşe'))).toContain('330');
    expect(numbers(await ali.ask('WHOIS ali'))).not.toContain('330');
  });

  it('USERHOST answers for five, and ISON for as many as MONITOR holds', async () => {
    const { enter } = await startLab();
    const ali = await enter('ali');
    const hosts = await ali.ask('USERHOST ali ali ali ali ali ali ali');
    expect(hosts[0]?.match(/ali=\+/g)).toHaveLength(5);
    const strangers = Array.from({ length: 99 }, (_, n) => `n${n}`).join(' ');
    expect(await ali.ask(`ISON :${strangers.slice(0, 380)} ali`)).toEqual([
      ':room.oda 303 ali :ali',
    ]);
    expect(await ali.ask(`ISON :${'x '.repeat(99)}ali`)).toEqual([':room.oda 303 ali :ali']);
    expect(await ali.ask(`ISON :${'x '.repeat(100)}ali`)).toEqual([':room.oda 303 ali :']);
  });

  it('WHOIS counts idle seconds from the last words, and being away is told each time', async () => {
    const { enter, clock } = await startLab();
    const veli = await enter('veli', 'away-notify');
    const ali = await enter('ali');
    for (const peer of [veli, ali]) await peer.ask('JOIN #oda');
    const idle = async () => {
      const shown = await veli.ask('WHOIS ali');
      return shown.flatMap((line) => / 317 veli ali (\d+) /.exec(line)?.[1] ?? []).join();
    };
    clock.advance(3000);
    expect(await idle()).toBe('3');
    await ali.ask('PRIVMSG #oda :buradayım');
    await veli.until('buradayım');
    clock.advance(2000);
    expect(await idle()).toBe('2');
    for (const text of ['çay', 'ekmek']) {
      await ali.ask(`AWAY :${text}`);
      await veli.until(new RegExp(`^:ali!\\S+ AWAY :${text}$`));
      await ali.ask('AWAY');
      await veli.until(/^:ali!\S+ AWAY$/);
    }
  });

  it('of several programs’ AWAY the one that was said last is shown', async () => {
    const { signIn, enter, clock } = await startLab();
    const [one, other] = [await signIn('Selin'), await signIn('Selin')];
    const ali = await enter('ali');
    await one.ask('AWAY :önce');
    // Who has two is away when both are.
    expect((await ali.ask('WHOIS Selin')).join('\n')).not.toContain(' 301 ');
    for (const [program, text] of [
      [other, 'sonra'],
      [one, 'en son'],
      [other, 'şimdi'],
    ] as const) {
      clock.advance(1000);
      await program.ask(`AWAY :${text}`);
      const shown = await ali.ask('WHOIS Selin');
      expect(shown.find((line) => line.includes(' 301 '))).toMatch(new RegExp(` :${text}$`));
    }
  });
});

it('R1.6 QUIT waits for what was said too fast before it', async () => {
  const { enter, enterByOda, clock } = await startLab({
    roomLimits: { messageBurst: 1, messagesPerSecond: 1 },
  });
  const ayse = await enterByOda('Ayşe');
  const ali = await enter('ali');
  await ali.ask('JOIN #oda');
  ali.send('PRIVMSG #oda :bir', 'PRIVMSG #oda :iki', 'QUIT :güle güle');
  await ayse.first((frame) => frame['text'] === 'bir');
  await ayse.ask('ping');
  expect(ayse.frames.some((frame) => frame.type === 'left')).toBe(false);
  clock.advance(1000);
  await ayse.first((frame) => frame['text'] === 'iki');
  await ali.closed;
  await ayse.first((frame) => frame.type === 'left');
});

it('W11 what is read of a direct conversation as history is marked delivered', async () => {
  const { signIn, enterByOda } = await startLab();
  const ayse = await enterByOda('Ayşe');
  const selin = await signIn('Selin');
  const { Selin, Ayşe } = await accountsOf(ayse);
  selin.close();
  await ayse.first((frame) => frame.type === 'left');
  const direct = directConversation(Selin as AccountId, Ayşe as AccountId);
  await ayse.say('sen yokken', { in: direct });
  const again = await signIn('Selin', 'batch');
  expect(ayse.frames.filter((frame) => frame.type === 'receipt')).toEqual([]);
  expect((await again.ask('CHATHISTORY LATEST Ayşe * 5')).join('\n')).toContain('sen yokken');
  await ayse.first((frame) => frame.type === 'receipt' && frame['delivered'] === 1);
});
