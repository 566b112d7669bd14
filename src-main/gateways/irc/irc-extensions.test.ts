import { describe, expect, it } from 'vitest';
import { directConversation, everyone } from '../../../src-shared/protocol/ids.ts';
import type { AccountId } from '../../../src-shared/protocol/ids.ts';
import type { Frame } from '../../server/testing/wire-peer.ts';
import type { WirePeer } from '../../server/testing/wire-peer.ts';
import { goodPassword, ircLabs } from './testing/irc-lab.ts';
import type { IrcPeer } from './testing/irc-peer.ts';

const startLab = ircLabs();

const group = 'group:haftasonu0123456';
const other = 'group:zweite0123456789';

/** Who is who, as Oda's own protocol tells it. */
async function accounts(peer: WirePeer): Promise<Record<string, string>> {
  const { members } = (await peer.ask('list-members')) as Frame & {
    members: { name: string; account: string }[];
  };
  return Object.fromEntries(members.map(({ name, account }) => [name, account]));
}

describe('groups as channels', () => {
  async function withGroup() {
    const lab = await startLab();
    const selin = await lab.signIn('Selin');
    await selin.ask('JOIN #oda');
    const ayse = await lab.enterByOda('Ayşe');
    const ids = await accounts(ayse);
    const made = await ayse.ask('make-group', {
      in: group,
      name: 'Hafta sonu',
      members: [ids['Selin']],
    });
    expect(made).toMatchObject({ type: 'ok' });
    await selin.until(' 366 Selin #Hafta-sonu ');
    return { ...lab, selin, ayse, ids };
  }

  it('who is added is in the channel at once, with its name as topic and its owner marked', async () => {
    const { selin, ayse } = await withGroup();
    const lines = selin.lines.slice(selin.lines.findIndex((line) => line.includes('JOIN #Hafta')));
    expect(lines[0]).toMatch(/^:Selin!\S+ JOIN #Hafta-sonu$/);
    expect(lines[1]).toBe(':room.oda 332 Selin #Hafta-sonu :Hafta sonu');
    expect(new Set(lines[2]?.split(' :')[1]?.split(' '))).toEqual(new Set(['@Ayşe', 'Selin']));
    await ayse.say('nereye?', { in: group });
    await selin.until(/^:Ayşe!\S+ PRIVMSG #Hafta-sonu :nereye\?$/);
    selin.send('PRIVMSG #hafta-sonu :sahile');
    await ayse.first((frame) => frame['text'] === 'sahile' && frame['in'] === group);
  });

  it('others are added, leave and are taken out as JOIN, PART and KICK, and a new owner gets +o', async () => {
    const { selin, ayse, enterByOda } = await withGroup();
    const veli = await enterByOda('Veli');
    await enterByOda('Bora');
    const ids = await accounts(ayse);
    await ayse.ask('add-to-group', { in: group, account: ids['Veli'] });
    await ayse.ask('add-to-group', { in: group, account: ids['Bora'] });
    await selin.until(/^:Veli!\S+ JOIN #Hafta-sonu$/);
    await ayse.ask('remove-from-group', { in: group, account: ids['Bora'] });
    await selin.until(/^:Ayşe!\S+ KICK #Hafta-sonu Bora :Ayşe$/);
    await veli.ask('leave-group', { in: group });
    await selin.until(/^:Veli!\S+ PART #Hafta-sonu$/);
    await ayse.ask('leave-group', { in: group });
    await selin.until(/^:room\.oda MODE #Hafta-sonu \+o Selin$/);
    expect((await selin.ask('NAMES #Hafta-sonu'))[0]).toMatch(/ :@Selin$/);
  });

  it('one who is taken out is told by KICK and hears no more', async () => {
    const { selin, ayse, ids } = await withGroup();
    await ayse.ask('remove-from-group', { in: group, account: ids['Selin'] });
    await selin.until(/^:Ayşe!\S+ KICK #Hafta-sonu Selin :Ayşe$/);
    await ayse.say('geheim', { in: group });
    expect((await selin.ask('PRIVMSG #Hafta-sonu :hm'))[0]).toContain(' 403 ');
    expect(selin.lines.join('\n')).not.toContain('geheim');
  });

  it('a new name is a new channel; where it stays the same, a new topic', async () => {
    const { selin, ayse } = await withGroup();
    await ayse.ask('rename-group', { in: group, name: 'Bayram' });
    await selin.until(/^:Ayşe!\S+ TOPIC #Hafta-sonu :Bayram$/);
    await selin.until(/^:Selin!\S+ PART #Hafta-sonu :/);
    await selin.until(/ 332 Selin #Bayram :Bayram$/);
    await ayse.ask('rename-group', { in: group, name: 'Bayram,' });
    await selin.until(/^:Ayşe!\S+ TOPIC #Bayram :Bayram,$/);
  });

  it('two groups of one name are two channels, the same ones at the next connection', async () => {
    const { selin, ayse, ids, signIn } = await withGroup();
    await ayse.ask('make-group', { in: other, name: 'hafta SONU', members: [ids['Selin']] });
    await selin.until(' 366 Selin #hafta-SONU-zwei ');
    selin.send('QUIT');
    await selin.closed;
    const again = await signIn('Selin');
    const list = (await again.ask('LIST')).filter((line) => line.includes(' 322 '));
    expect(new Set(list.map((line) => line.split(' ')[3]))).toEqual(
      new Set(['#Hafta-sonu', '#hafta-SONU-zwei', '#oda']),
    );
    await again.ask('JOIN #Hafta-sonu');
    expect((await again.ask('NAMES #hafta-sonu'))[0]).toContain('@Ayşe');
  });

  it('a guest has none', async () => {
    const { enter } = await withGroup();
    const ali = await enter('ali');
    expect((await ali.ask('JOIN #Hafta-sonu'))[0]).toContain(' 403 ');
  });
});

describe('what the owner of a group does with its channel', () => {
  /** Selin owns it and is in it by IRC; Ayşe is in it by a window. */
  async function withOwner() {
    const lab = await startLab();
    const ayse = await lab.enterByOda('Ayşe');
    const elsewhere = await lab.dialOda();
    await elsewhere.enter('Selin', goodPassword);
    const selin = await lab.signIn('Selin');
    const ids = await accounts(ayse);
    await elsewhere.ask('make-group', { in: group, name: 'Hafta sonu', members: [ids['Ayşe']] });
    await selin.until(' 366 Selin #Hafta-sonu ');
    return { ...lab, selin, ayse };
  }
  const number = async (peer: IrcPeer, line: string) => (await peer.ask(line))[0];

  it('R0.8 INVITE takes in, KICK takes out with its reason, TOPIC renames', async () => {
    const { selin, ayse, signIn } = await withOwner();
    const veli = await signIn('Veli');
    expect(await selin.ask('INVITE veli #Hafta-sonu')).toContain(
      ':room.oda 341 Selin Veli #Hafta-sonu',
    );
    await veli.until(/^:Veli!\S+ JOIN #Hafta-sonu$/);
    await ayse.first((frame) => frame.type === 'added');
    selin.send('KICK #Hafta-sonu Veli :çok \u0002gürültü');
    await veli.until(/^:Selin!\S+ KICK #Hafta-sonu Veli :çok gürültü$/);
    await ayse.first((frame) => frame.type === 'removed');
    selin.send('TOPIC #Hafta-sonu :Bayram tatili');
    await selin.until(/^:Selin!\S+ TOPIC #Hafta-sonu :Bayram tatili$/);
    await selin.until(/ 332 Selin #Bayram-tatili :Bayram tatili$/);
    await ayse.first((frame) => frame.type === 'renamed' && frame['name'] === 'Bayram tatili');
    // By hand, without the colon.
    selin.send('TOPIC #Bayram-tatili Yaz tatili');
    await selin.until(/ 332 Selin #Yaz-tatili :Yaz tatili$/);
  });

  it('why somebody was taken out is not said once more the next time', async () => {
    const { selin, signIn } = await withOwner();
    await signIn('Veli');
    await selin.ask('INVITE Veli #Hafta-sonu');
    const kicked = async (line: string) =>
      (await selin.ask(line)).find((each) => each.includes(' KICK '));
    expect(await kicked('KICK #Hafta-sonu Veli :gürültü')).toMatch(
      / KICK #Hafta-sonu Veli :gürültü$/,
    );
    await selin.ask('INVITE Veli #Hafta-sonu');
    expect(await kicked('KICK #Hafta-sonu Veli')).toMatch(/ KICK #Hafta-sonu Veli :Selin$/);
  });

  it('is refused with the numeric that says why', async () => {
    const { selin, signIn, enter } = await withOwner();
    const veli = await signIn('Veli');
    await enter('ali');
    await selin.ask('JOIN #oda');
    expect(await number(selin, 'KICK #nowhere Veli')).toContain(' 403 Selin #nowhere ');
    expect(await number(selin, 'KICK #Hafta-sonu nobody')).toContain(' 401 Selin nobody ');
    expect(await number(selin, 'KICK #Hafta-sonu Veli')).toContain(' 441 Selin Veli #Hafta-sonu ');
    expect(await number(selin, 'KICK #oda Veli')).toContain(' 482 Selin #oda :Your role');
    expect(await number(selin, 'TOPIC #oda :benim')).toContain(' 482 Selin #oda :This is everyone');
    expect(await number(selin, 'INVITE nobody #Hafta-sonu')).toContain(' 401 Selin nobody ');
    expect(await number(selin, 'INVITE Veli #nowhere')).toContain(' 403 Selin #nowhere ');
    expect(await number(selin, 'INVITE Ayşe #Hafta-sonu')).toContain(
      ' 443 Selin Ayşe #Hafta-sonu ',
    );
    expect(await number(selin, 'INVITE ali #Hafta-sonu')).toMatch(
      / NOTICE Selin :ali #Hafta-sonu: /,
    );
    expect(await number(selin, 'TOPIC #Hafta-sonu :')).toMatch(/ NOTICE Selin :#Hafta-sonu: /);
    expect(await number(selin, 'KICK #Hafta-sonu')).toContain(' 461 Selin KICK ');
    await selin.ask('INVITE Veli #Hafta-sonu');
    await veli.until(' 366 Veli #Hafta-sonu ');
    for (const line of [
      'KICK #Hafta-sonu Selin',
      'TOPIC #Hafta-sonu :x',
      'INVITE ali #Hafta-sonu',
    ]) {
      expect(await number(veli, line)).toContain(' 482 Veli #Hafta-sonu :Only Selin');
    }
    await veli.ask('PART #Hafta-sonu');
    expect(await number(veli, 'TOPIC #Hafta-sonu :x')).toContain(' 442 Veli #Hafta-sonu ');
    expect(await number(veli, 'TOPIC #Hafta-sonu')).toContain(' 332 Veli #Hafta-sonu :Hafta sonu');
  });

  it('waits its turn where it comes too fast, and is done in the end', async () => {
    const lab = await startLab({ roomLimits: { messageBurst: 2, messagesPerSecond: 1 } });
    const ayse = await lab.enterByOda('Ayşe');
    const elsewhere = await lab.dialOda();
    await elsewhere.enter('Selin', goodPassword);
    const selin = await lab.signIn('Selin');
    await elsewhere.ask('make-group', { in: group, name: 'Hafta sonu', members: [] });
    await selin.until(' 366 Selin #Hafta-sonu ');
    selin.send('PRIVMSG #Hafta-sonu :bir', 'INVITE Ayşe #Hafta-sonu', 'PING after');
    await ayse.ask('ping');
    while (!selin.lines.some((line) => line.includes('PONG room.oda :after'))) {
      lab.clock.advance(1000);
      await ayse.ask('ping');
    }
    expect(selin.lines.join('\n')).toContain(' 341 Selin Ayşe #Hafta-sonu');
  });
});

describe('tags and labels', () => {
  it('server-time and msgid stand on messages for who asked', async () => {
    const { enter, enterByOda } = await startLab();
    const ali = await enter('ali', 'server-time', 'message-tags');
    const veli = await enter('veli');
    const ayse = await enterByOda('Ayşe');
    await ali.ask('JOIN #oda');
    await veli.ask('JOIN #oda');
    await ayse.say('merhaba');
    expect(await ali.until('merhaba')).toMatch(
      /^@time=2025-06-15T15:06:40\.000Z;msgid=everyone\/\d+ :Ayşe!\S+ PRIVMSG #oda :merhaba$/,
    );
    expect(await veli.until('merhaba')).toMatch(/^:Ayşe/);
  });

  it('echo-message shows what was stored, once', async () => {
    const { enter } = await startLab();
    const ali = await enter('ali', 'echo-message');
    const veli = await enter('veli');
    await ali.ask('JOIN #oda');
    ali.send('PRIVMSG #oda :bir', 'PRIVMSG veli :iki');
    await ali.until(':ali!~ali@oda PRIVMSG #oda :bir');
    await ali.until(':ali!~ali@oda PRIVMSG veli :iki');
    await veli.until('PRIVMSG veli :iki');
    expect(ali.lines.filter((line) => line.includes(' PRIVMSG #oda '))).toHaveLength(1);
  });

  it('what the same account writes elsewhere is shown in channels, and in conversations with one person', async () => {
    const { signIn, enterByOda, dialOda } = await startLab();
    const selin = await signIn('Selin');
    const elsewhere = await dialOda();
    await elsewhere.enter('Selin', goodPassword);
    await enterByOda('Veli');
    const { Selin, Veli } = await accounts(elsewhere);
    const direct = directConversation(Selin as AccountId, Veli as AccountId);
    await selin.ask('JOIN #oda');
    await elsewhere.say('to all');
    await selin.until(/^:Selin!\S+ PRIVMSG #oda :to all$/);
    await elsewhere.say('to Veli', { in: direct });
    await selin.until(/^:Selin!\S+ PRIVMSG Veli :to Veli$/);
  });

  it('a label stands on the answer: one line, a batch of several, or ACK for none', async () => {
    const { enter } = await startLab();
    const ali = await enter('ali', 'labeled-response', 'batch');
    await enter('veli');
    expect(await ali.ask('@label=a1 PING x')).toEqual(['@label=a1 :room.oda PONG room.oda :x']);
    expect(await ali.ask('@label=a2 PONG x')).toEqual(['@label=a2 :room.oda ACK']);
    const whois = await ali.ask('@label=a3 WHOIS veli');
    const id = /^@label=a3 :room\.oda BATCH \+(\S+) labeled-response$/.exec(whois[0] ?? '')?.[1];
    expect(id).toBeDefined();
    for (const line of whois.slice(1, -1)) expect(line.startsWith(`@batch=${id} `)).toBe(true);
    expect(whois.at(-1)).toBe(`:room.oda BATCH -${id}`);
    expect(await ali.ask('@label=a4 NONSENSE')).toEqual([
      expect.stringMatching(/^@label=a4 .* 421 /),
    ]);
    ali.send('@label=a5 PRIVMSG veli :hi');
    await ali.until('@label=a5 :room.oda ACK');
    ali.send('CAP REQ echo-message', '@label=a6 PRIVMSG veli :ho');
    await ali.until(/^@label=a6 :ali!~ali@oda PRIVMSG veli :ho$/);
    expect(await ali.ask('@label=a7 PRIVMSG nobody :ho')).toEqual([
      expect.stringMatching(/^@label=a7 \S+ 401 /),
    ]);
  });
});

describe('CHATHISTORY', () => {
  async function withHistory() {
    const lab = await startLab({ roomLimits: { messageBurst: 1000 } });
    const ayse = await lab.enterByOda('Ayşe');
    for (let place = 1; place <= 9; place += 1) {
      await ayse.say(`text ${place}`);
      lab.clock.advance(1000);
      // Not a word for a while would be the end of her session.
      await ayse.ask('ping');
    }
    return { ...lab, ayse };
  }
  const numbers = (lines: readonly string[]) =>
    lines.flatMap((line) => / PRIVMSG \S+ :text (\d)/.exec(line)?.[1] ?? []).join('');

  it('LATEST, BEFORE, AFTER, AROUND and BETWEEN, by id and by time, in a batch', async () => {
    const { enter } = await withHistory();
    const ali = await enter('ali', 'batch', 'server-time', 'message-tags', 'draft/chathistory');
    const latest = await ali.ask('CHATHISTORY LATEST #oda * 3');
    expect(latest[0]).toMatch(/^:room\.oda BATCH \+(\S+) chathistory #oda$/);
    expect(latest.at(-1)).toMatch(/^:room\.oda BATCH -/);
    expect(numbers(latest)).toBe('789');
    const [, time, id] = /time=([^;]+);msgid=([^; ]+)/.exec(latest[1] ?? '') ?? [];
    const ask = async (rest: string) => numbers(await ali.ask(`CHATHISTORY ${rest}`));
    expect(await ask(`BEFORE #oda msgid=${id} 3`)).toBe('456');
    expect(await ask(`AFTER #oda msgid=${id} 3`)).toBe('89');
    expect(await ask(`AROUND #oda msgid=${id} 4`)).toBe('5678');
    expect(await ask(`AROUND #oda msgid=${id} 1`)).toBe('7');
    expect(await ask(`AROUND #oda timestamp=${time} 1`)).toBe('7');
    expect(await ask(`LATEST #oda msgid=${id} 1`)).toBe('9');
    expect(await ask(`BEFORE #oda timestamp=${time} 2`)).toBe('56');
    expect(await ask(`AFTER #oda timestamp=${time} 9`)).toBe('89');
    const early = '2025-06-15T15:06:41.500Z';
    expect(await ask(`BETWEEN #oda timestamp=${early} msgid=${id} 3`)).toBe('345');
    expect(await ask(`BETWEEN #oda msgid=${id} timestamp=${early} 3`)).toBe('456');
    expect(await ask('AFTER #oda timestamp=2030-01-01T00:00:00.000Z 5')).toBe('');
  });

  it('shows a message as it is now, and nothing of one that was deleted', async () => {
    const { enter, ayse } = await withHistory();
    let changes = 0;
    const change = (type: string, target: number, more: object = {}) => {
      changes += 1;
      const cid = `change${String(changes).padStart(12, '0')}`;
      return ayse.ask(type, { in: everyone, cid, target, ...more });
    };
    const seqOf = (text: string) =>
      Number(ayse.frames.find((frame) => frame['text'] === text)?.['seq']);
    const [six, eight] = [seqOf('text 6'), seqOf('text 8')];
    await change('edit-message', six, { text: 'once' });
    await change('add-reaction', six, { emoji: '❤️' });
    expect(await change('edit-message', six, { text: 'twice!' })).toMatchObject({ type: 'ok' });
    await change('edit-message', eight, { text: 'gone soon' });
    expect(await change('delete-message', eight)).toMatchObject({ type: 'ok' });
    const ali = await enter('ali', 'batch', 'message-tags');
    const lines = await ali.ask('CHATHISTORY LATEST #oda * 4');
    const texts = lines.flatMap((line) => / PRIVMSG \S+ :(.*)$/.exec(line)?.[1] ?? []);
    expect(texts).toEqual(['text 5', 'twice!', 'text 7', 'text 9']);
    const edited = lines.find((line) => line.endsWith(' :twice!'));
    expect(edited).toMatch(new RegExp(`msgid=everyone/${six}[; ]`));
  });

  it('of a direct conversation, with both sides, and TARGETS names it', async () => {
    const { signIn, ayse, clock } = await withHistory();
    const selin = await signIn('Selin', 'batch', 'server-time');
    const { Selin, Ayşe } = await accounts(ayse);
    const direct = directConversation(Selin as AccountId, Ayşe as AccountId);
    await ayse.say('text 1', { in: direct });
    await selin.until('text 1');
    selin.send('PRIVMSG Ayşe :yanıt');
    await ayse.first((frame) => frame['text'] === 'yanıt');
    clock.advance(1000);
    const lines = await selin.ask('CHATHISTORY LATEST Ayşe * 10');
    expect(lines[1]).toMatch(/ :Ayşe!\S+ PRIVMSG Selin :text 1$/);
    expect(lines[2]).toMatch(/ :Selin!\S+ PRIVMSG Ayşe :yanıt$/);
    const span = 'timestamp=2025-01-01T00:00:00.000Z timestamp=2026-01-01T00:00:00.000Z';
    const targets = await selin.ask(`CHATHISTORY TARGETS ${span} 10`);
    expect(targets[0]).toContain('draft/chathistory-targets');
    const named = targets.slice(1, -1).map((line) => / TARGETS (\S+) 2025/.exec(line)?.[1]);
    expect(new Set(named)).toEqual(new Set(['#oda', 'Ayşe']));
  });

  it('of very long messages an answer holds what fits, from the end that was asked for', async () => {
    const { enter, ayse } = await withHistory();
    for (let place = 1; place <= 9; place += 1) await ayse.say(`${'a\n'.repeat(3999)}${place}`);
    for (let place = 1; place <= 9; place += 1)
      await ayse.say(`${'ğ\n'.repeat(99)}${'ş'.repeat(7000)}${place}`);
    const ali = await enter('ali', 'batch', 'message-tags');
    const bytes = (lines: string[]) => Buffer.byteLength(lines.join('\r\n'));
    const latest = await ali.ask('CHATHISTORY LATEST #oda * 100');
    expect(latest.at(-2)).toMatch(/ş9$/);
    expect(bytes(latest)).toBeLessThan(2 * 256 * 1024);
    expect(numbers(latest)).toBe('');
    const first = await ali.ask('CHATHISTORY AFTER #oda timestamp=2020-01-01T00:00:00Z 100');
    expect(numbers(first)).toBe('123456789');
    expect(first.join('')).not.toContain('ş9');
    expect(bytes(first)).toBeLessThan(2 * 256 * 1024);
  });

  it('a guest reads everyone only, and what cannot be read is a FAIL', async () => {
    const { enter } = await withHistory();
    const ali = await enter('ali', 'batch');
    expect((await ali.ask('CHATHISTORY LATEST Ayşe * 10'))[0]).toContain('FAIL CHATHISTORY');
    expect((await ali.ask('CHATHISTORY LATEST #nowhere * 10'))[0]).toContain(
      'INVALID_TARGET LATEST',
    );
    expect((await ali.ask('CHATHISTORY LATEST #oda nonsense 10'))[0]).toContain('INVALID_PARAMS');
    expect((await ali.ask('CHATHISTORY LATEST #oda * none'))[0]).toContain('INVALID_PARAMS');
    expect((await ali.ask('CHATHISTORY NONSENSE #oda * 1'))[0]).toContain(
      'INVALID_PARAMS NONSENSE',
    );
    expect((await ali.ask('CHATHISTORY LATEST #oda'))[0]).toContain(' 461 ');
  });
});

describe('too fast and too slow', () => {
  it('what is faster than the room allows waits its turn and comes in order', async () => {
    const { enter, enterByOda, clock } = await startLab({
      roomLimits: { messageBurst: 2, messagesPerSecond: 1 },
    });
    const ali = await enter('ali');
    const ayse = await enterByOda('Ayşe');
    await ali.ask('JOIN #oda');
    ali.send(...[1, 2, 3, 4].map((place) => `PRIVMSG #oda :text ${place}`));
    await ayse.first((frame) => frame['text'] === 'text 2');
    expect(ayse.texts()).toEqual(['text 1', 'text 2']);
    clock.advance(1000);
    await ayse.first((frame) => frame['text'] === 'text 3');
    clock.advance(1000);
    await ayse.first((frame) => frame['text'] === 'text 4');
    expect(ayse.texts()).toEqual(['text 1', 'text 2', 'text 3', 'text 4']);
  });

  it('W12 of more than 50 that wait none is lost: the client is not read from, and stays in', async () => {
    const { enter, enterByOda, clock } = await startLab({
      roomLimits: { messageBurst: 1, messagesPerSecond: 1 },
    });
    const ali = await enter('ali');
    const ayse = await enterByOda('Ayşe');
    await ali.ask('JOIN #oda');
    const texts = Array.from({ length: 120 }, (_, place) => `text ${place}`);
    ali.send(...texts.map((text) => `PRIVMSG #oda :${text}`), 'PING behind');
    for (const text of texts) {
      await ayse.first((frame) => frame['text'] === text);
      clock.advance(1000);
      await ayse.ask('ping');
    }
    await ali.until('PONG room.oda :behind');
    expect(ayse.texts()).toEqual(texts);
    expect(ali.lines.join('\n')).not.toContain(' NOTICE ');
  });

  it('R4.7 what a client said before it ended is heard to the end, and then it is lost', async () => {
    const { enter, enterByOda, clock } = await startLab({
      roomLimits: { messageBurst: 1, messagesPerSecond: 1 },
    });
    const ali = await enter('ali');
    const ayse = await enterByOda('Ayşe');
    const texts = ['bir', 'iki', 'üç'];
    ali.send('JOIN #oda', ...texts.map((text) => `PRIVMSG #oda :${text}`));
    ali.close();
    for (const text of texts) {
      await ayse.first((frame) => frame['text'] === text);
      clock.advance(1000);
      await ayse.ask('ping');
    }
    expect(await ayse.first((frame) => frame.type === 'left')).toMatchObject({ reason: 'lost' });
    expect(ayse.texts()).toEqual(texts);
  });

  it('W17 an honest client gets all that it asked for at once, however much that is', async () => {
    const { enter } = await startLab();
    const ali = await enter('ali');
    const long = 'x'.repeat(400);
    // 2 MB of answers: twice the hard limit of the send queue.
    ali.send(...Array.from({ length: 5000 }, (_, place) => `PING ${place}-${long}`));
    await ali.until(':4999-');
    const answers = ali.lines.filter((line) => line.includes(' PONG '));
    expect(answers).toHaveLength(5000);
    expect(await ali.ask('VERSION')).toHaveLength(1);
  });
});
