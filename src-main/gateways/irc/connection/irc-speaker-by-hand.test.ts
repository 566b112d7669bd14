import { usualFileTerms } from '../../../../src-shared/protocol/files.ts';
import { usualRoomSettings } from '../../../../src-shared/protocol/room-settings.ts';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../../src-shared/protocol/entries.ts';
import type { Cid, ConversationId } from '../../../../src-shared/protocol/ids.ts';
import { directConversation, everyone } from '../../../../src-shared/protocol/ids.ts';
import { limits } from '../../../../src-shared/protocol/limits.ts';
import { connectByHand, settle } from '../testing/by-hand.ts';
import { plain } from '../testing/irc-lab.ts';

describe('who does not read', () => {
  it('W12 is closed past the hard limit, in words', async () => {
    const { transport, port, room, clock } = connectByHand();
    const ayse = room.put('Ayşe');
    transport.give('NICK deniz\r\nUSER d\r\nJOIN #oda\r\n');
    await settle();
    const text = 'x'.repeat(8000);
    for (let seq = 1; !transport.isClosed && seq < 1000; seq += 1) {
      const place = { in: everyone, seq, id: seq, at: clock.wallMs() };
      const cid = String(seq).padStart(16, '0') as Cid;
      port.deliver({ type: 'message', ...place, from: ayse.account, cid, text });
    }
    expect(transport.isClosed).toBe(true);
    expect(transport.queuedBytes).toBeGreaterThan(limits.sendQueueHardBytes);
    // What is delivered at once goes whole.
    expect(transport.queuedBytes).toBeLessThan(limits.sendQueueHardBytes + 16 * 1024);
    expect(transport.text).toMatch(/ERROR :Closing link: This connection was too slow[^\n]*\r\n$/);
    expect(port.closedWith).toEqual(['too-slow']);
  });
});

describe('what several said at once', () => {
  it('is told to one of them without what it said itself, in its order', async () => {
    const { transport, port, room, clock } = connectByHand();
    const ayse = room.put('Ayşe');
    transport.give('NICK deniz\r\nUSER d\r\nJOIN #oda\r\n');
    await settle();
    port.unanswered.add('send-message');
    transport.give('PRIVMSG #oda :2\r\n');
    await settle();
    const own = port.commands.findLast((command) => command.type === 'send-message');
    const said = (seq: number) => {
      const place = { in: everyone, seq, id: seq, at: clock.wallMs() };
      const by = seq === 2 ? port.self() : ayse;
      const cid = seq === 2 ? own?.cid : (String(seq).padStart(16, '0') as Cid);
      return { type: 'message', ...place, from: by?.account, cid, text: `${seq}` } as Entry;
    };
    const before = transport.text.length;
    port.deliver(said(1), said(2), said(3));
    await settle();
    const told = transport.text.slice(before).split('\r\n');
    expect(told.map((line) => line.replace(/^:Ayşe!\S+/, 'Ayşe'))).toEqual([
      'Ayşe PRIVMSG #oda :1',
      'Ayşe PRIVMSG #oda :3',
      '',
    ]);
  });

  it('is told in its order with what changes its channel between', async () => {
    const { transport, port, room, clock } = connectByHand();
    const ayse = room.put('Ayşe');
    transport.give('NICK deniz\r\nUSER d\r\n');
    await settle();
    const self = port.self()?.account ?? ayse.account;
    const plan = 'group:plan000000000000' as ConversationId;
    const group = { in: plan, name: 'Plan', owner: ayse.account, members: [ayse.account, self] };
    room.groups.push({ ...group, firstSeq: 1 });
    port.notice({ type: 'group', ...group, firstSeq: 1 });
    await settle();
    const place = (seq: number) => ({ in: plan, seq, id: seq, at: clock.wallMs() });
    const said = (seq: number): Entry => {
      const cid = String(seq).padStart(16, '0') as Cid;
      return { type: 'message', ...place(seq), from: ayse.account, cid, text: `${seq}` };
    };
    port.deliver({ type: 'added', ...place(1), by: ayse.account, account: self });
    const before = transport.text.length;
    const renamed = { type: 'renamed', ...place(4), by: ayse.account, name: 'Tatil' } as const;
    port.deliver(said(2), said(3), renamed, said(5));
    const told = transport.text.slice(before).split('\r\n');
    const words = told.map((line) => / ((?:PRIVMSG|PART|JOIN) #\S+(?: :\d)?)/.exec(line)?.[1]);
    expect(words.filter((word) => word !== undefined)).toEqual([
      'PRIVMSG #Plan :2',
      'PRIVMSG #Plan :3',
      'PART #Plan',
      'JOIN #Tatil',
      'PRIVMSG #Tatil :5',
    ]);
  });
});

describe('a reaction with a label', () => {
  it('is answered though its program switches tags off before it is delivered', async () => {
    const { transport, port, room, clock } = connectByHand();
    const ayse = room.put('Ayşe');
    const wishes = 'message-tags labeled-response batch echo-message';
    transport.give(`CAP REQ :${wishes}\r\nNICK deniz\r\nUSER d\r\nCAP END\r\nJOIN #oda\r\n`);
    await settle();
    const place = (seq: number) => ({ in: everyone, seq, id: seq, at: clock.wallMs() });
    port.deliver({ type: 'message', ...place(1), from: ayse.account, text: 'merhaba' });
    transport.give(`@label=a;+reply=${everyone}/1;+draft/react=👍 TAGMSG #oda\r\n`);
    await settle();
    const asked = port.commands.findLast((command) => command.type === 'add-reaction');
    transport.give('CAP REQ :-message-tags\r\n');
    await settle();
    const before = transport.text.length;
    const by = port.self()?.account ?? ayse.account;
    const reaction = { type: 'reaction-added', ...place(2), target: 1, emoji: '👍' } as const;
    port.deliver({ ...reaction, by, cid: asked?.cid });
    await settle();
    expect(transport.text.slice(before)).toBe('@label=a :room.oda ACK\r\n');
  });
});

describe('what the room refuses', () => {
  it('is said with a numeric where IRC has one, else in a sentence', async () => {
    const { transport, port, room } = connectByHand();
    room.put('Ayşe');
    transport.give('NICK deniz\r\nUSER d\r\nJOIN #oda\r\n');
    await settle();
    const refuse = async (code: 'text-too-long' | 'store-full' | 'guest-not-allowed') => {
      const before = transport.text.length;
      port.refuseNext.push({ type: 'send-message', refusal: { code, limit: 5 } });
      transport.give('PRIVMSG Ayşe :merhaba\r\n');
      await settle();
      return transport.text.slice(before);
    };
    expect(await refuse('text-too-long')).toMatch(/ 404 deniz Ayşe :The message is too long/);
    expect(await refuse('guest-not-allowed')).toMatch(/ 404 deniz Ayşe :/);
    expect(await refuse('store-full')).toMatch(/ NOTICE deniz :Ayşe: The host has no space/);
  });

  it('W16 a message that has to wait is sent again under the same cid, and only once in the end', async () => {
    const { transport, port, clock } = connectByHand();
    transport.give('NICK deniz\r\nUSER d\r\nJOIN #oda\r\n');
    await settle();
    const refusal = { code: 'too-fast', retryAfterMs: 700 } as const;
    const busy = { code: 'try-later', retryAfterMs: 700 } as const;
    port.refuseNext.push(
      { type: 'send-message', refusal },
      { type: 'send-message', refusal: busy },
    );
    transport.give('PRIVMSG #oda :bir\r\nPRIVMSG #oda :iki\r\n');
    await settle();
    const sent = () => port.commands.filter((command) => command.type === 'send-message');
    expect(sent()).toHaveLength(1);
    clock.advance(699);
    await settle();
    expect(sent()).toHaveLength(1);
    clock.advance(1);
    await settle();
    clock.advance(700);
    await settle();
    expect(sent().map((command) => command.text)).toEqual(['bir', 'bir', 'bir', 'iki']);
    expect(new Set(sent().map((command) => command.cid)).size).toBe(2);
    expect(transport.text).not.toContain(' NOTICE ');
  });
});

describe('what the room tells', () => {
  async function enter(...lines: string[]) {
    const hand = connectByHand();
    const { transport } = hand;
    const ayse = hand.room.put('Ayşe');
    transport.give(['NICK deniz', 'USER d', ...lines, ''].join('\r\n'));
    await settle();
    /** What comes of it. */
    const after = (act: () => void): string[] => {
      const before = transport.text.length;
      act();
      return transport.text.slice(before).split('\r\n').slice(0, -1);
    };
    return { ...hand, ayse, after };
  }

  it('of who was there already is no news', async () => {
    const { port, ayse, after } = await enter('JOIN #oda');
    const place = { in: everyone, seq: 1, id: 1, at: 1, account: ayse.account } as const;
    const joined: Entry = { type: 'joined', ...place, name: 'Ayşe' };
    const left: Entry = { type: 'left', ...place, reason: 'lost' };
    expect(after(() => port.deliver(joined))).toEqual([]);
    expect(after(() => port.deliver(left))).toEqual([
      expect.stringMatching(/^:Ayşe!\S+ QUIT :Connection lost$/),
    ]);
    expect(after(() => port.deliver(left))).toEqual([]);
    expect(after(() => port.deliver(joined))).toHaveLength(1);
  });

  it('of being away goes to who asked for it, about people nearby', async () => {
    const plainOne = await enter('JOIN #oda');
    const far = await enter('CAP REQ away-notify', 'CAP END');
    const near = await enter('CAP REQ away-notify', 'CAP END', 'JOIN #oda');
    const told = [plainOne, far, near].map(
      ({ port, ayse, after }) =>
        after(() => port.notice({ ...ayse, type: 'member', presence: 'away' })).length,
    );
    expect(told).toEqual([0, 0, 1]);
  });

  it('R3.10 that texts go into the host’s log is said on entering and when it changes', async () => {
    const hand = connectByHand();
    hand.port.logsTexts = true;
    hand.transport.give('NICK deniz\r\nUSER d\r\nJOIN #oda\r\n');
    await settle();
    expect(hand.transport.text).toContain(
      ' 372 deniz :What is said in #oda stands in the host’s log',
    );
    const { port, after } = await enter('JOIN #oda');
    const facts = {
      logsTexts: true,
      plain: false,
      access: 'open',
      files: usualFileTerms,
      settings: usualRoomSettings,
    } as const;
    const room = { type: 'room', name: 'Mutfak', ...facts } as const;
    expect(after(() => port.notice(room))).toEqual([
      expect.stringMatching(/ NOTICE deniz :What is said in #oda stands/),
    ]);
    expect(after(() => port.notice(room))).toEqual([]);
    expect(after(() => port.notice({ ...room, name: 'Bahçe' }))).toEqual([
      ':room.oda TOPIC #oda :Bahçe',
    ]);
    expect(after(() => port.notice({ ...room, name: 'Bahçe', logsTexts: false }))).toHaveLength(1);
  });

  it('between signing in and the welcome is shown after it', async () => {
    const { transport, port, room } = connectByHand();
    const ayse = room.put('Ayşe');
    transport.give(`CAP REQ sasl\r\nAUTHENTICATE PLAIN\r\nAUTHENTICATE ${plain('Deniz')}\r\n`);
    await settle();
    const self = port.self();
    const conversation = directConversation(ayse.account, self?.account ?? ayse.account);
    const place = { in: conversation, seq: 1, id: 1, at: 1 };
    const cid = 'x'.repeat(16) as Cid;
    port.deliver({ type: 'message', ...place, from: ayse.account, cid, text: 'erken' });
    expect(transport.text).not.toContain('erken');
    transport.give('NICK d\r\nUSER d\r\nCAP END\r\n');
    await settle();
    expect(transport.text).toMatch(/ 376 [^]*PRIVMSG Deniz :erken\r\n$/);
  });
});

describe('who asks faster than it is answered', () => {
  it('W12 is not read from beyond 64 KiB that wait, and is no silent one meanwhile', async () => {
    const { transport, port, clock } = connectByHand();
    transport.give('NICK deniz\r\nUSER d\r\n');
    await settle();
    port.unanswered.add('read-history');
    transport.give('CHATHISTORY LATEST #oda * 5\r\n');
    transport.give('PING a\r\n'.repeat(8192));
    expect(transport.isPaused).toBe(false);
    transport.give('PING b\r\n');
    expect(transport.isPaused).toBe(true);
    const heard = port.heardCount;
    clock.advance(limits.silenceMs);
    expect(port.heardCount).toBeGreaterThanOrEqual(heard + 4);
    const [asked] = port.commands.filter((command) => command.type === 'read-history');
    port.answer(asked?.rid ?? 0, { entries: [], more: false });
    await settle();
    expect(transport.isPaused).toBe(false);
    while (transport.queuedBytes > 0) {
      transport.drain();
      await settle();
    }
    expect(transport.text.match(/PONG room\.oda :a/g)).toHaveLength(8192);
    expect(transport.text).toMatch(/PONG room\.oda :b\r\n$/);
  });

  it('W17 has nothing done for it above the soft limit of what it has to read, and then all of it', async () => {
    const { transport } = connectByHand();
    transport.give('NICK deniz\r\nUSER d\r\nJOIN #oda\r\n');
    await settle();
    const long = 'x'.repeat(400);
    transport.give(`PING ${long}\r\n`.repeat(2000));
    await expect.poll(() => transport.queuedBytes).toBeGreaterThan(limits.sendQueueSoftBytes);
    await settle();
    expect(transport.isClosed).toBe(false);
    expect(transport.queuedBytes).toBeLessThan(limits.sendQueueSoftBytes + 1024);
    const answered = () => transport.text.match(/PONG room\.oda :x/g)?.length;
    await expect
      .poll(() => {
        transport.drain();
        return answered();
      })
      .toBe(2000);
    expect(transport.isClosed).toBe(false);
  });
});

describe('from its beginning to its end', () => {
  it('whoever runs the room is told when it is in and when it has gone, once', async () => {
    const { transport, port, clock, noted, connection } = connectByHand();
    expect([connection.isStranger, noted]).toEqual([true, []]);
    transport.give('NICK deniz\r\nUSER d\r\nPING 1\r\n');
    await settle();
    expect([connection.isStranger, noted]).toEqual([false, ['admitted']]);
    transport.break();
    expect([port.closedWith, noted]).toEqual([[undefined], ['admitted', 'closed']]);
    expect(clock.pendingTimers).toBe(0);
  });

  it('is ended once, and what it had said beyond that is not carried out', async () => {
    const { transport, port, clock, connection } = connectByHand();
    transport.give('NICK deniz\r\nUSER d\r\nJOIN #oda\r\n');
    await settle();
    port.unanswered.add('read-history');
    transport.give('CHATHISTORY LATEST #oda * 5\r\nPRIVMSG #oda :geç\r\n');
    await settle();
    connection.end({ code: 'room-closed' });
    connection.end({ code: 'silent' });
    const [asked] = port.commands.filter((command) => command.type === 'read-history');
    port.answer(asked?.rid ?? 0, { entries: [], more: false });
    await settle();
    expect(port.commands.some((command) => command.type === 'send-message')).toBe(false);
    expect(transport.text.match(/ERROR :/g)).toHaveLength(1);
    expect(port.closedWith).toEqual(['room-closed']);
    expect(clock.pendingTimers).toBe(0);
    transport.break();
    expect(port.closedWith).toEqual(['room-closed']);
  });

  it('64 lines are enough to come in with, and one more ends it', async () => {
    const ended = async (lines: number) => {
      const { transport, port } = connectByHand();
      transport.give('CAP LIST\r\n'.repeat(lines));
      for (let turn = 0; turn < 20; turn += 1) await settle();
      return [transport.isClosed, port.closedWith];
    };
    expect(await ended(64)).toEqual([false, []]);
    expect(await ended(65)).toEqual([true, ['too-many-lines']]);
  });

  it('W10 is asked for a sign of life after two quiet beats, and not while it gives one', async () => {
    const { transport, clock } = connectByHand();
    transport.give('NICK deniz\r\nUSER d\r\n');
    await settle();
    const asked = () => transport.text.match(/^PING :/gm)?.length ?? 0;
    for (let beat = 0; beat < 5; beat += 1) {
      clock.advance(limits.heartbeatMs);
      transport.give('PONG x\r\n');
      await settle();
    }
    expect(asked()).toBe(0);
    clock.advance(limits.heartbeatMs);
    expect(asked()).toBe(0);
    clock.advance(limits.heartbeatMs);
    expect(asked()).toBe(1);
  });
});
