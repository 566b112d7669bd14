import { describe, expect, test } from 'vitest';
import { everyone } from '../../src-shared/protocol/ids.ts';
import type { Cid } from '../../src-shared/protocol/ids.ts';
import type { LaterMessage } from '../../src-shared/protocol/later.ts';
import type { Replica } from './replica/replica.ts';
import { Membership, newReplica } from './testing/membership.ts';
import { fail, own, ScriptedRoom, veli } from './testing/scripted-room.ts';
import { rest, until } from './testing/turns.ts';

const cid = 'later00000000001' as Cid;
const hourMs = 3_600_000;

/** A room in which this person's message waits, as it answers what is asked of that. */
function roomWithLater(at: number) {
  const room = new ScriptedRoom();
  const waiting: LaterMessage[] = [{ in: everyone, cid, text: 'good morning', at }];
  const remove = (gone: Cid) => {
    const place = waiting.findIndex((message) => message.cid === gone);
    return place < 0 ? undefined : waiting.splice(place, 1)[0];
  };
  const wasSent = (id: Cid) => room.log.some((entry) => 'cid' in entry && entry.cid === id);
  room.on('list-later', () => ({ messages: waiting.toSorted((a, b) => a.at - b.at) }));
  room.on('send-later', ({ type: _, rid: _rid, ...message }) => {
    if (wasSent(message.cid)) return fail('cid-used');
    remove(message.cid);
    waiting.push(message);
    return {};
  });
  room.on('cancel-later', ({ cid: gone }) => (remove(gone) ? {} : fail('no-such-later')));
  /** Its time comes. */
  const send = () => {
    const due = remove(cid);
    if (due) room.add(due.text, { from: own, cid });
  };
  return { room, waiting, send };
}

async function offlineWithLater() {
  const later = roomWithLater(hourMs);
  const oda = await new Membership({ room: later.room }).goLive();
  const at = oda.clock.wallMs() + hourMs;
  later.waiting[0] = { in: everyone, cid, text: 'good morning', at };
  await listed(oda);
  oda.isReachable = false;
  later.room.cut();
  await oda.untilState('waiting');
  const back = async () => {
    oda.isReachable = true;
    oda.client.retryNow();
    await oda.untilState('live');
  };
  return { ...later, oda, at, back };
}

async function listed({ client }: Membership) {
  const answer = await client.later.list();
  if (!answer.ok) throw new Error(answer.refusal.code);
  return answer.value;
}

test('without a connection what waits is listed as the room had it, also after a restart', async () => {
  const { oda, at } = await offlineWithLater();
  const known = [{ in: everyone, cid, text: 'good morning', at }];
  expect(await listed(oda)).toEqual(known);
  const again = await new Membership({ room: oda.room, replica: oda.replica }).load();
  expect(await listed(again)).toEqual(known);
});

test('it is changed and cancelled without a connection, and the room hears of the last of it alone', async () => {
  const { oda, at, back, waiting, room } = await offlineWithLater();
  const wanted = { in: everyone, cid, text: 'changed', at: at + hourMs };
  await oda.client.later.send({ ...wanted, text: 'first' });
  expect(await oda.client.later.send(wanted)).toMatchObject({ ok: true });
  expect(await listed(oda)).toEqual([{ ...wanted, waits: 'change' }]);
  await back();
  await until(() => oda.client.outbox.list().length === 0, 'an empty outbox');
  expect(waiting).toEqual([wanted]);
  expect(room.askedFor('send-later')).toHaveLength(1);
  await until(() => room.askedFor('list-later').length > 2, 'the list as it is now');
  await rest();
  oda.isReachable = false;
  room.cut();
  await oda.untilState('waiting');
  expect(await listed(oda)).toEqual([wanted]);
  await oda.client.later.send({ ...wanted, text: 'not this' });
  expect(await oda.client.later.cancel(cid)).toMatchObject({ value: [{ cid, waits: 'cancel' }] });
  await back();
  await until(() => waiting.length === 0, 'nothing that waits');
  expect(room.askedFor('send-later')).toHaveLength(1);
  await until(() => oda.client.outbox.list().length === 0, 'an empty outbox');
  expect(await listed(oda)).toEqual([]);
});

test('what the room has just taken is cancelled without a connection too, and what was sent is said to be', async () => {
  const { room, waiting, send } = roomWithLater(hourMs);
  waiting.splice(0);
  const oda = await new Membership({ room }).goLive();
  const { client, clock } = oda;
  const message = { in: everyone, cid, text: 'good morning', at: clock.wallMs() + hourMs };
  const cut = async () => {
    oda.isReachable = false;
    room.cut();
    await oda.untilState('waiting');
  };
  const back = async () => {
    oda.isReachable = true;
    client.retryNow();
    await oda.untilState('live');
  };
  await client.later.send(message);
  await cut();
  expect(await client.later.cancel(cid)).toMatchObject({ ok: true, value: [{ waits: 'cancel' }] });
  await back();
  await until(() => waiting.length === 0, 'nothing that waits');

  await client.later.send(message);
  await cut();
  send();
  await back();
  await cut();
  expect(await client.later.cancel(cid)).toMatchObject({ refusal: { code: 'no-such-later' } });
});

/** Written without a connection and taken by the room, which is asked for its list in vain. */
async function takenWithoutList(replica = newReplica()) {
  const later = roomWithLater(hourMs);
  later.waiting.splice(0);
  const { room } = later;
  const oda = await new Membership({ room, replica }).goLive();
  await rest();
  room.on('list-later', () => 'silence');
  const cut = async () => {
    oda.isReachable = false;
    room.cut();
    await oda.untilState('waiting');
  };
  const back = async () => {
    oda.isReachable = true;
    oda.client.retryNow();
    await oda.untilState('live');
  };
  await cut();
  const at = oda.clock.wallMs() + hourMs;
  await oda.client.later.send({ in: everyone, cid, text: 'good morning', at });
  await back();
  await until(() => later.waiting.length === 1, 'one that waits');
  await rest();
  return { ...later, oda, at, cut, back };
}

test('what was written without a connection is cancelled without one too, though the list never came', async () => {
  const { oda, at, cut, back, waiting, room } = await takenWithoutList();
  expect(oda.client.outbox.list()).toEqual([]);
  await cut();
  expect(await listed(oda)).toEqual([{ in: everyone, cid, text: 'good morning', at }]);
  expect(await oda.client.later.cancel(cid)).toMatchObject({
    ok: true,
    value: [{ waits: 'cancel' }],
  });
  await back();
  await until(
    () => waiting.length === 0 && oda.client.outbox.list().length === 0,
    'a cancelled one',
  );
  await cut();
  expect(await listed(oda)).toEqual([]);
  expect(room.askedFor('send-later')).toHaveLength(1);
});

test('what is cancelled waits no more, though the list never came', async () => {
  const { oda, cut, waiting, room } = await takenWithoutList();
  const cancelled = oda.client.later.cancel(cid);
  await until(() => waiting.length === 0, 'nothing that waits');
  await rest();
  await cut();
  expect(await cancelled).toEqual({ ok: true, value: [] });
  const again = await new Membership({ room, replica: oda.replica }).load();
  expect(await listed(again)).toEqual([]);
});

test.each(['send-later', 'cancel-later'] as const)(
  'where the room closes before it has answered %s nobody is told that it was not done: it is asked once more',
  async (type) => {
    const { room, waiting } = roomWithLater(hourMs);
    const oda = await new Membership({ room }).goLive();
    const at = oda.clock.wallMs() + hourMs;
    await listed(oda);
    const message = { in: everyone, cid, text: 'good morning', at };
    waiting.splice(0, 1, ...(type === 'send-later' ? [] : [message]));
    const asked = room.asked.length;
    room.on(type, () => {
      waiting.splice(0, 1, ...(type === 'send-later' ? [message] : []));
      room.tell({ type: 'closed', code: 'room-closed' });
      return 'silence';
    });
    const { later, outbox } = oda.client;
    const done = type === 'send-later' ? await later.send(message) : await later.cancel(cid);
    expect(done).toMatchObject({ ok: true });
    expect(outbox.laterChange(cid)?.said.type).toBe(type);
    room.on(type, () => ({}));
    oda.client.retryNow();
    await until(() => outbox.list().length === 0, 'an empty outbox');
    expect(room.asked.slice(asked).filter((each) => each.type === type)).toHaveLength(2);
  },
);

test('what is cancelled is cancelled, though the list cannot be read then', async () => {
  const { room, waiting } = roomWithLater(hourMs);
  const oda = await new Membership({ room }).goLive();
  await listed(oda);
  room.on('list-later', () => fail('store-failed'));
  expect(await oda.client.later.cancel(cid)).toEqual({ ok: true, value: [] });
  expect(waiting).toEqual([]);
});

test('a list from before the room took a message hides none', async () => {
  const { oda, at, cut, room } = await takenWithoutList();
  const other = { in: everyone, cid: 'later00000000002' as Cid, text: 'good night', at };
  const asked = room.asked.length;
  const list = oda.client.later.list();
  await until(() => room.asked.length > asked, 'a question');
  await oda.client.later.send(other);
  room.tell({ type: 'ok', rid: room.asked[asked]?.rid, messages: [] });
  await rest();
  await cut();
  expect(await list).toMatchObject({ ok: true, value: [{ cid }, { cid: other.cid }] });
});

/** Nothing of the part that the step writes to comes on disk. */
function withoutStep(replica: Replica, step: 'later.keep' | 'outbox.remove'): Replica {
  const never = () => new Promise<never>(() => undefined);
  return step === 'later.keep'
    ? { ...replica, later: { ...replica.later, keep: never } }
    : { ...replica, outbox: { ...replica.outbox, remove: never } };
}

describe.each(['later.keep', 'outbox.remove'] as const)(
  'what was written offline and taken, if the program was killed before %s was done',
  (step) => {
    async function restarted() {
      const replica = newReplica();
      const killed = await takenWithoutList(withoutStep(replica, step));
      expect(killed.oda.client.outbox.laterChange(cid)).toBeDefined();
      killed.room.cut();
      const again = await new Membership({ room: killed.room, replica }).load();
      return { ...killed, again };
    }

    test('is cancelled without a connection, and never sent', async () => {
      const { again, waiting, send, room } = await restarted();
      expect(await listed(again)).toMatchObject([{ cid, text: 'good morning' }]);
      const cancelled = await again.client.later.cancel(cid);
      expect(cancelled.ok).toBe(true);
      await again.goLive();
      await until(() => waiting.length === 0, 'nothing that waits');
      await until(() => again.client.outbox.list().length === 0, 'an empty outbox');
      send();
      expect(room.log).toEqual([]);
    });

    test('is sent once, and not said again', async () => {
      const { again, at, send, room, waiting } = await restarted();
      send();
      Object.assign(room.log[0] ?? {}, { at });
      await again.goLive();
      await until(() => again.client.outbox.list().length === 0, 'an empty outbox');
      expect([room.log.length, waiting, room.askedFor('send-message')]).toEqual([1, [], []]);
    });
  },
);

test('what the room took as the program was killed, before that was kept here, is known once it is connected again', async () => {
  const { room, waiting } = roomWithLater(hourMs);
  waiting.splice(0);
  const replica = newReplica();
  const killed = await new Membership({
    room,
    replica: withoutStep(replica, 'later.keep'),
  }).goLive();
  const at = killed.clock.wallMs() + hourMs;
  void killed.client.later.send({ in: everyone, cid, text: 'good morning', at });
  await until(() => waiting.length === 1, 'one that waits');
  await rest();
  room.cut();
  const again = await new Membership({ room, replica }).load();
  expect(await listed(again)).toEqual([]);
  await again.goLive();
  await rest();
  again.isReachable = false;
  room.cut();
  await again.untilState('waiting');
  expect(await listed(again)).toMatchObject([{ cid, text: 'good morning' }]);
});

test('a new one is written without a connection, and one at a time that has been is refused at once', async () => {
  const { oda, at, back, waiting } = await offlineWithLater();
  expect(await oda.client.later.send({ in: everyone, text: 'too late', at: 1 })).toEqual({
    ok: false,
    refusal: { code: 'not-in-time' },
  });
  await oda.client.later.send({ in: everyone, text: 'new', at: at - 1 });
  expect(await listed(oda)).toMatchObject([{ text: 'new', waits: 'change' }, { cid }]);
  await back();
  await until(() => waiting.length === 2, 'two that wait');
});

test.each(['before a restart', 'after a restart'])(
  'a change that comes too late is told, and its text can be put into what was sent: %s',
  async (when) => {
    const { oda, at, back, send, room } = await offlineWithLater();
    await oda.client.later.send({ in: everyone, cid, text: 'changed', at });
    send();
    const member =
      when === 'before a restart'
        ? oda
        : await new Membership({ room, replica: oda.replica }).load();
    if (member === oda) await back();
    else await member.goLive();
    const late = () => member.client.outbox.list().find(({ state }) => state.is === 'failed');
    await until(() => late()?.said.type === 'edit-message', 'the change that was late');
    const { seq } = room.log.at(-1) ?? {};
    expect(late()).toMatchObject({
      said: { type: 'edit-message', target: seq, text: 'changed' },
      state: { is: 'failed', refusal: { code: 'later-was-sent' } },
    });
    expect(await listed(member)).toEqual([]);
    expect(await member.replica.outbox.list(member.client.record.room)).toMatchObject([late()]);
    room.on('edit-message', ({ in: place }) => ({ in: place, seq: 9, id: 9, at: 9 }));
    await member.client.outbox.retry(late()?.cid as Cid);
    await until(() => room.askedFor('edit-message').length === 1, 'the edit');
  },
);

test('a cancelling that comes too late is told beside the message, which can be deleted then', async () => {
  const { oda, back, send } = await offlineWithLater();
  await oda.client.later.cancel(cid);
  send();
  await back();
  await until(() => oda.client.outbox.list()[0]?.state.is === 'failed', 'a refusal');
  await until(() => oda.client.outbox.list()[0]?.said.type === 'delete-message', 'what is left');
  expect(oda.client.outbox.list()).toMatchObject([
    { state: { refusal: { code: 'later-was-sent' } } },
  ]);
});

test('what was sent as wanted is nothing to tell, and the same cid of somebody else is none of one’s own', async () => {
  const { oda, at, back, room, waiting } = await offlineWithLater();
  await oda.client.later.send({ in: everyone, cid, text: 'changed', at });
  room.on('send-later', () => 'silence');
  room.add('good morning', { from: veli, cid });
  await back();
  await until(() => oda.heard.appended.length === 1, 'the message of somebody else');
  expect(oda.client.outbox.list()).toMatchObject([{ state: { is: 'sending' } }]);
  // The room took it, and its answer was lost.
  waiting.splice(0);
  const sent = room.add('changed', { from: own, cid });
  sent.at = at;
  room.tell(sent);
  await until(() => oda.client.outbox.list().length === 0, 'an empty outbox');
});

test('what was cancelled before, by another device or with an answer that was lost, is cancelled and nothing else', async () => {
  const { oda, back, waiting } = await offlineWithLater();
  await oda.client.later.cancel(cid);
  waiting.splice(0);
  await back();
  await until(() => oda.client.outbox.list().length === 0, 'an empty outbox');
  expect(await listed(oda)).toEqual([]);
  expect(await oda.replica.outbox.list(oda.client.record.room)).toEqual([]);
});

test('that a cancelling came too late is told also where the connection is lost as the copy learns of it', async () => {
  const { oda, send, room } = await offlineWithLater();
  await oda.client.later.cancel(cid);
  send();
  room.on('cancel-later', () => 'silence');
  const { entries } = oda.replica;
  const { add } = entries;
  const disk = Promise.withResolvers<void>();
  let isAdding = false;
  entries.add = async (...given) => {
    isAdding = true;
    await disk.promise;
    return add.apply(entries, given);
  };
  oda.isReachable = true;
  oda.client.retryNow();
  await until(() => isAdding, 'what was sent');
  oda.isReachable = false;
  room.cut();
  await oda.untilState('waiting');
  disk.resolve();
  await until(() => oda.client.outbox.list()[0]?.said.type === 'delete-message', 'what is left');
});

test('a cancelling is not over before the copy has what the room has sent: then it is told beside it', async () => {
  const { oda, back, send, room } = await offlineWithLater();
  await oda.client.later.cancel(cid);
  send();
  room.on('read-history', () => 'silence');
  const live = back();
  await until(() => oda.client.outbox.list()[0]?.state.is === 'failed', 'a refusal');
  await until(() => room.askedFor('read-history').length > 0, 'what is new');
  await rest();
  expect(oda.client.outbox.list()[0]?.said.type).toBe('cancel-later');
  const asked = room.askedFor('read-history').at(-1);
  room.tell({ type: 'ok', rid: asked?.rid, entries: room.log, more: false });
  await live;
  await until(() => oda.client.outbox.list()[0]?.said.type === 'delete-message', 'what is left');
});

test('of a cancelling that failed as the program ended there is nothing left after a restart', async () => {
  const { oda, room } = await offlineWithLater();
  await oda.client.later.cancel(cid);
  const [waiting] = oda.client.outbox.list();
  const failed = { is: 'failed', refusal: { code: 'later-was-sent' } } as const;
  await oda.replica.outbox.change(oda.client.record.room, waiting?.cid as Cid, failed);
  const again = await new Membership({ room, replica: oda.replica }).load();
  expect(again.client.outbox.list()).toEqual([]);
});

test('what is refused as sent, and not found here, is said now if the person wants that', async () => {
  const { oda, at, back, waiting, room } = await offlineWithLater();
  await oda.client.later.send({ in: everyone, cid, text: 'changed', at });
  waiting.splice(0);
  room.on('send-later', () => fail('cid-used'));
  await back();
  await until(() => oda.client.outbox.list()[0]?.state.is === 'failed', 'a refusal');
  expect(await listed(oda)).toEqual([]);
  expect(await oda.client.later.cancel(cid)).toMatchObject({ refusal: { code: 'no-such-later' } });
  await oda.client.outbox.retry(oda.client.outbox.list()[0]?.cid as Cid);
  await until(() => room.log.length === 1, 'the text');
  expect(room.askedFor('send-message')).toMatchObject([{ text: 'changed' }]);
  expect(room.askedFor('send-message')[0]?.cid).not.toBe(cid);
});

test('what is refused for another reason stays in the list with it; cancelled, nothing of it is sent', async () => {
  const { oda, at, back, room, waiting } = await offlineWithLater();
  await oda.client.later.send({ in: everyone, cid, text: 'changed', at });
  room.on('send-later', () => fail('muted'));
  await back();
  await until(() => oda.client.outbox.list()[0]?.state.is === 'failed', 'a refusal');
  expect(await listed(oda)).toMatchObject([{ cid, text: 'changed', refusal: 'muted' }]);
  await oda.client.later.cancel(cid);
  await until(() => oda.client.outbox.list().length === 0, 'a cancelling');
  expect(await listed(oda)).toEqual([]);
  expect(waiting).toEqual([]);
});
