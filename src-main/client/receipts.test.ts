import { describe, expect, it } from 'vitest';
import { directConversation, everyone } from '../../src-shared/protocol/ids.ts';
import type { AccountId, Epoch } from '../../src-shared/protocol/ids.ts';
import type { Membership } from './testing/membership.ts';
import { newReplica, openMembership } from './testing/membership.ts';
import { fail, own, ScriptedRoom, veli } from './testing/scripted-room.ts';
import { rest, until } from './testing/turns.ts';

const ayse = 'ayse000000' as AccountId;
const withVeli = directConversation(own, veli);
const withAyse = directConversation(own, ayse);

const marks = (oda: Membership) =>
  oda.room.askedFor('mark-delivered').map(({ in: id, seq }) => `${id} ${seq}`);

async function hear(oda: Membership, ...entries: object[]): Promise<void> {
  const before = oda.heard.appended.length;
  oda.room.tell(...entries);
  await until(() => oda.heard.appended.length === before + entries.length);
}

/** The time in which what arrives is gathered has passed. */
async function gathered(oda: Membership): Promise<void> {
  oda.clock.advance(250);
  await rest();
}

describe('what has arrived here', () => {
  it('W11 is said once for a conversation, however much came, and only of direct ones', async () => {
    const oda = await (await openMembership()).goLive();
    const say = (text: string) => oda.room.add(text, { in: withVeli });
    await hear(oda, say('1'), say('2'), oda.room.add('to all'));
    await hear(oda, say('3'), oda.room.add('a', { in: withAyse, from: ayse }));
    expect(marks(oda)).toEqual([]);
    await gathered(oda);
    expect(marks(oda)).toEqual([`${withVeli} 3`, `${withAyse} 1`]);
    await gathered(oda);
    expect(marks(oda)).toHaveLength(2);
    expect(oda.room.askedFor('mark-delivered').some(({ in: id }) => id === everyone)).toBe(false);
  });

  it('W11 is said again each time something has come, and nothing is left to do in between', async () => {
    const oda = await (await openMembership()).goLive();
    await rest();
    const timers = oda.clock.pendingTimers;
    for (const seq of [1, 2, 3]) {
      await hear(oda, oda.room.add('more', { in: withVeli }));
      await gathered(oda);
      expect(marks(oda)).toHaveLength(seq);
      expect(oda.clock.pendingTimers).toBe(timers);
    }
  });

  it('W11 what comes while the room has not answered yet is said after that', async () => {
    const oda = await (await openMembership()).goLive();
    oda.room.on('mark-delivered', () => 'silence');
    await hear(oda, oda.room.add('bir', { in: withVeli }));
    await gathered(oda);
    await hear(oda, oda.room.add('iki', { in: withVeli }));
    await gathered(oda);
    expect(marks(oda)).toEqual([`${withVeli} 1`]);
    oda.room.on('mark-delivered', () => undefined);
    oda.room.tell({ type: 'ok', rid: oda.room.askedFor('mark-delivered')[0]?.rid });
    await rest();
    await gathered(oda);
    expect(marks(oda)).toEqual([`${withVeli} 1`, `${withVeli} 2`]);
  });

  it('W9 W11 is said anew to a room that went back, whose numbers are smaller now', async () => {
    const oda = await (await openMembership()).goLive();
    const say = (text: string) => oda.room.add(text, { in: withVeli });
    await hear(oda, say('1'), say('2'), say('3'));
    await gathered(oda);
    oda.room.log = [];
    say('restored');
    oda.room.room.epoch = 'epoch001' as Epoch;
    oda.room.cut();
    await oda.untilState('waiting');
    oda.client.retryNow();
    await oda.untilState('live');
    await gathered(oda);
    expect(marks(oda)).toEqual([`${withVeli} 3`, `${withVeli} 1`]);
  });

  it('W11 is not said of one’s own messages, nor where the person does not want it', async () => {
    const oda = await (await openMembership()).goLive();
    await hear(oda, oda.room.add('mine', { in: withVeli, from: own }));
    await gathered(oda);
    oda.receipts = false;
    await hear(oda, oda.room.add('theirs', { in: withVeli }));
    await gathered(oda);
    expect(marks(oda)).toEqual([]);
  });

  it('W11 is said after the reconnect where the connection was lost before it could be', async () => {
    const oda = await (await openMembership()).goLive();
    await hear(oda, oda.room.add('bir', { in: withVeli }));
    oda.room.cut();
    await oda.untilState('waiting');
    oda.client.retryNow();
    await oda.untilState('live');
    await gathered(oda);
    expect(marks(oda)).toEqual([`${withVeli} 1`]);
    oda.room.cut();
    await oda.untilState('waiting');
    oda.client.retryNow();
    await oda.untilState('live');
    await gathered(oda);
    expect(marks(oda)).toHaveLength(1);
  });

  it.each(['store-failed', 'too-fast'])(
    'W11 is said again where the room did not take it (%s)',
    async (code) => {
      const oda = await (await openMembership()).goLive();
      oda.room.on('mark-delivered', () => fail(code));
      await hear(oda, oda.room.add('bir', { in: withVeli }));
      await gathered(oda);
      oda.room.on('mark-delivered', () => undefined);
      oda.clock.advance(5000);
      await rest();
      await gathered(oda);
      expect(marks(oda)).toEqual([`${withVeli} 1`, `${withVeli} 1`]);
    },
  );

  it('W11 is said after the program was away, of what was written meanwhile', async () => {
    const room = new ScriptedRoom();
    room.add('while you were away', { in: withVeli });
    const oda = await (await openMembership({ room })).goLive();
    await gathered(oda);
    expect(marks(oda)).toEqual([`${withVeli} 1`]);
  });

  it('W11 is said at the next start where the program ended before it could be', async () => {
    const room = new ScriptedRoom();
    const replica = newReplica();
    const first = await (await openMembership({ room, replica })).goLive();
    await hear(first, room.add('bir', { in: withVeli }));
    await first.client.stop();
    const [from] = await replica.rooms.list();
    const second = await openMembership({ room, replica, ...(from ? { from } : {}) });
    await second.goLive();
    await gathered(second);
    expect(marks(second)).toEqual([`${withVeli} 1`]);
  });

  it('W11 after a start it is said again of the fifty conversations in which was written last', async () => {
    const room = new ScriptedRoom();
    const replica = newReplica();
    for (let n = 10; n <= 60; n += 1) {
      const from = `person00${n}` as AccountId;
      room.add('selam', { in: directConversation(own, from), from });
    }
    const first = await (await openMembership({ room, replica })).goLive();
    first.clock.advance(250);
    await until(() => marks(first).length === 51);
    await first.client.stop();
    const [from] = await replica.rooms.list();
    const second = await openMembership({ room, replica, ...(from ? { from } : {}) });
    await second.goLive();
    second.clock.advance(250);
    const again = () => room.askedFor('mark-delivered').slice(51);
    await until(() => again().length >= 50);
    await rest();
    expect(again()).toHaveLength(50);
    expect(again().map(({ in: id }) => id)).not.toContain(
      directConversation(own, 'person0010' as AccountId),
    );
  });

  it('W11 an answer that was lost is asked for once more', async () => {
    const oda = await (await openMembership()).goLive();
    const entries = [oda.room.add('bir', { in: withVeli })];
    entries.push(oda.room.add('cevap', { in: withVeli, from: own }));
    await hear(oda, ...entries);
    oda.room.on('mark-delivered', () => {
      oda.room.cut();
      return 'silence';
    });
    oda.clock.advance(250);
    await oda.untilState('waiting');
    oda.room.on('mark-delivered', () => undefined);
    oda.client.retryNow();
    await oda.untilState('live');
    await gathered(oda);
    expect(marks(oda)).toEqual([`${withVeli} 2`, `${withVeli} 2`]);
  });
});

describe('what has reached the other one', () => {
  const deliveredSeq = (oda: Membership) => oda.client.copy.conversation(withVeli).deliveredSeq;
  const receipt = { in: withVeli, account: veli };

  it('W11 is listed at the connecting and told live, on disk, and never goes back', async () => {
    const room = new ScriptedRoom();
    for (const text of ['1', '2', '3']) room.add(text, { in: withVeli, from: own });
    room.receipts = [{ ...receipt, delivered: 1 }];
    const oda = await (await openMembership({ room })).goLive();
    expect(deliveredSeq(oda)).toBe(1);
    expect(oda.heard.delivered).toEqual([withVeli]);
    for (const delivered of [3, 2]) room.tell({ type: 'receipt', ...receipt, delivered });
    await until(() => deliveredSeq(oda) === 3);
    await rest();
    expect(deliveredSeq(oda)).toBe(3);
    expect(oda.heard.delivered).toEqual([withVeli, withVeli]);
    const onDisk = await oda.replica.conversations.list(oda.client.record.room);
    expect(onDisk).toMatchObject([{ in: withVeli, deliveredSeq: 3 }]);
  });

  it('what is told in one breath with the list is newer than what is listed, of messages and of people', async () => {
    const room = new ScriptedRoom();
    for (const text of ['1', '2', '3']) room.add(text, { in: withVeli, from: own });
    const member = { account: veli, name: 'veli', presence: 'offline' };
    room.on('list-receipts', () => {
      queueMicrotask(() => room.tell({ type: 'receipt', ...receipt, read: 3 }));
      return { receipts: [{ ...receipt, read: 1 }] };
    });
    room.on('list-members', () => {
      queueMicrotask(() => room.tell({ type: 'member', ...member, presence: 'online' }));
      return { members: [member] };
    });
    const oda = await (await openMembership({ room })).goLive();
    await rest();
    expect(oda.client.reading.receipts.readsIn(withVeli)).toEqual([{ account: veli, seq: 3 }]);
    expect(oda.client.members.get(veli)).toMatchObject({ presence: 'online' });
  });

  it('what is told in one breath with the first message is not lost', async () => {
    const oda = await (await openMembership()).goLive();
    const first = oda.room.add('1', { in: withVeli, from: own });
    oda.room.tell(first, { type: 'receipt', ...receipt, delivered: 1, read: 1 });
    await until(() => deliveredSeq(oda) === 1);
    expect(oda.client.reading.receipts.readsIn(withVeli)).toEqual([{ account: veli, seq: 1 }]);
    expect(oda.heard.delivered).toEqual([withVeli]);
  });

  it('the newest waits for a message that is not here, and of so many conversations only', async () => {
    const oda = await (await openMembership()).goLive();
    const read = (seq: number) => ({ type: 'receipt', ...receipt, read: seq });
    oda.room.tell(read(1), read(2));
    for (let n = 100; n < 300; n += 1) {
      const account = `person0${n}` as AccountId;
      const told = { in: directConversation(own, account), account, read: 1 };
      oda.room.tell({ type: 'receipt', ...told });
    }
    await rest();
    expect(oda.client.reading.receipts.readConversations()).toEqual([]);
    const last = 'person0299' as AccountId;
    const late = directConversation(own, last);
    await hear(oda, oda.room.add('1', { in: withVeli }));
    await hear(oda, oda.room.add('1', { in: late, from: last }));
    expect(oda.client.reading.receipts.readsIn(withVeli)).toEqual([{ account: veli, seq: 2 }]);
    expect(oda.client.reading.receipts.readsIn(late)).toEqual([]);
  });

  it('is written once where a room says it again and again in one breath, and then as it was said last', async () => {
    const oda = await (await openMembership()).goLive();
    await hear(oda, oda.room.add('1', { in: withVeli, from: own }));
    const { conversations } = oda.replica;
    const { markDelivered } = conversations;
    let writes = 0;
    conversations.markDelivered = (...given) => {
      writes += 1;
      return markDelivered.apply(conversations, given);
    };
    const told = Array.from({ length: 300 }, (_, n) => ({ ...receipt, delivered: n + 1 }));
    oda.room.tell(...told.map((each) => ({ type: 'receipt', ...each })));
    await until(() => deliveredSeq(oda) === 300);
    expect(writes).toBe(1);
  });

  it('however much a room says that one has read, of what is not here nothing is kept to be taken back', async () => {
    const oda = await (await openMembership()).goLive();
    for (let n = 100; n < 300; n += 1) {
      const place = directConversation(own, `person0${n}` as AccountId);
      oda.room.tell({ type: 'receipt', in: place, account: own, read: 1 });
    }
    oda.room.tell({ type: 'receipt', in: withVeli, account: own, read: 1 });
    await rest();
    oda.reads = false;
    oda.client.reading.receipts.settingsChanged();
    await gathered(oda);
    expect(oda.room.askedFor('mark-read')).toEqual([]);
  });

  it('what was told before the list is in it, or holds no more', async () => {
    const oda = await (await openMembership()).goLive();
    oda.room.tell({ type: 'receipt', ...receipt, read: 1 });
    await rest();
    oda.room.tell({ type: 'behind' });
    await until(() => oda.room.askedFor('list-receipts').length === 2);
    await rest();
    await hear(oda, oda.room.add('1', { in: withVeli, from: own }));
    expect(oda.client.reading.receipts.readsIn(withVeli)).toEqual([]);
  });

  it('cannot be said by a hostile room for others, nor for what is not here', async () => {
    const room = new ScriptedRoom();
    room.add('1', { in: withVeli, from: own });
    room.add('to all');
    room.receipts = [
      { ...receipt, account: ayse, delivered: 1, read: 1 },
      { in: everyone, account: veli, read: 1 },
    ];
    const oda = await (await openMembership({ room })).goLive();
    const others = { in: directConversation(veli, ayse), account: ayse, delivered: 1 };
    const unknown = { in: withAyse, account: ayse, delivered: 5 };
    room.tell({ type: 'receipt', ...others }, { type: 'receipt', ...unknown });
    await rest();
    expect(oda.heard.delivered).toEqual([]);
    expect(oda.client.reading.receipts.readConversations()).toEqual([]);
    expect(oda.client.copy.conversations()).toHaveLength(2);
  });
});
