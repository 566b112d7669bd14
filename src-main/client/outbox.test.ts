import { describe, expect, it } from 'vitest';
import { directConversation, everyone } from '../../src-shared/protocol/ids.ts';
import type { AccountId, Cid, Epoch } from '../../src-shared/protocol/ids.ts';
import { ReplicaError } from './replica/replica.ts';
import { Membership, openMembership } from './testing/membership.ts';
import { fail, own, roomId, veli } from './testing/scripted-room.ts';
import { rest, until } from './testing/turns.ts';
import { saying } from './testing/saying.ts';

const withVeli = directConversation(own, veli);

describe('the outbox', () => {
  it('W4 what was written offline is on disk, goes out once connected, and is in the copy once', async () => {
    const oda = await openMembership();
    await oda.client.outbox.add(everyone, saying('bir'));
    await oda.client.outbox.add(withVeli, saying('iki'));
    await oda.client.outbox.add(everyone, saying('üç'));
    expect(await oda.replica.outbox.list(roomId)).toHaveLength(3);
    await oda.goLive();
    await until(() => oda.client.outbox.list().length === 0);
    expect(await oda.replica.outbox.list(roomId)).toEqual([]);
    expect(await oda.timeline(everyone)).toEqual(['bir', 'üç']);
    expect(await oda.timeline(withVeli)).toEqual(['iki']);
    oda.room.tell(...oda.room.log);
    await rest();
    expect(oda.heard.appended).toHaveLength(3);
  });

  it('W4 nothing is sent that is not on disk: not while it is being written, and not where that fails', async () => {
    const oda = await (await openMembership()).goLive();
    const { outbox } = oda.replica;
    const { add } = outbox;
    const disk = Promise.withResolvers<void>();
    let isFull = false;
    outbox.add = async (...item) => {
      await disk.promise;
      if (isFull) throw new ReplicaError({ code: 'data-full' });
      return add.apply(outbox, item);
    };
    let stored = -1;
    oda.room.on('send-message', () => {
      void outbox.list(roomId).then((items) => (stored = items.length));
      return undefined;
    });
    const adding = oda.client.outbox.add(everyone, saying('first on disk'));
    await rest();
    expect(oda.room.askedFor('send-message')).toEqual([]);
    disk.resolve();
    await adding;
    await until(() => stored !== -1);
    expect(stored).toBe(1);
    await until(() => oda.client.outbox.list().length === 0);
    isFull = true;
    await expect(oda.client.outbox.add(everyone, saying('lost'))).rejects.toThrow('data-full');
    await rest();
    expect(oda.room.askedFor('send-message')).toHaveLength(1);
    expect(oda.client.outbox.list()).toEqual([]);
  });

  it('W4 a message whose acknowledgement was lost goes out again with its cid, and is there once', async () => {
    const oda = await (await openMembership()).goLive();
    oda.room.on('send-message', ({ text, cid }) => {
      oda.room.add(text, { from: own, cid });
      oda.room.cut();
      return 'silence';
    });
    const cid = await oda.client.outbox.add(everyone, saying('once'));
    await oda.untilState('waiting');
    oda.room.on('send-message', () => undefined);
    oda.room.on('read-history', () => 'silence');
    oda.clock.advance(500);
    await until(() => oda.room.askedFor('send-message').length === 2);
    expect(oda.room.askedFor('send-message').map((command) => command.cid)).toEqual([cid, cid]);
    await until(() => oda.client.outbox.list().length === 0);
    expect(await oda.timeline(everyone)).toEqual(['once']);
    expect(await oda.replica.outbox.list(roomId)).toEqual([]);
  });

  it('W4 W9 what was acknowledged and is not in the backup that the room went back to goes out again', async () => {
    const oda = await (await openMembership()).goLive();
    oda.room.add('not heard of here');
    oda.room.on('read-history', () => 'silence');
    const cid = await oda.client.outbox.add(everyone, saying('after the backup'));
    await until(() => oda.room.log.length === 2);
    await rest();
    expect(oda.client.outbox.list()).toHaveLength(1);
    oda.room.log = [];
    oda.room.room.epoch = 'epoch001' as Epoch;
    oda.room.cut();
    await oda.untilState('waiting');
    oda.room.on('read-history', () => undefined);
    oda.client.retryNow();
    await until(() => oda.client.outbox.list().length === 0);
    expect(oda.room.log).toMatchObject([{ cid, text: 'after the backup' }]);
    expect(await oda.timeline(everyone)).toEqual(['after the backup']);
  });

  it('the wait that a room asked for ends with the connection', async () => {
    const oda = await (await openMembership()).goLive();
    oda.room.on('send-message', () => fail('too-fast', { retryAfterMs: 60_000 }));
    await oda.client.outbox.add(everyone, saying('acele'));
    await until(() => oda.room.askedFor('send-message').length === 1);
    await rest();
    oda.room.on('send-message', () => undefined);
    oda.room.cut();
    await oda.untilState('waiting');
    oda.client.retryNow();
    await until(() => oda.client.outbox.list().length === 0);
    expect(await oda.timeline(everyone)).toEqual(['acele']);
  });

  it('what is on its way can be neither tried again nor changed nor deleted', async () => {
    const oda = await (await openMembership()).goLive();
    oda.room.on('send-message', () => 'silence');
    const cid = await oda.client.outbox.add(everyone, saying('yolda'));
    expect(await oda.client.outbox.retry(cid)).toBe(false);
    const refusal = { code: 'message-under-way' };
    expect(await oda.client.outbox.remove(cid)).toEqual(refusal);
    expect(await oda.client.outbox.rewrite(cid, 'other')).toEqual(refusal);
    expect(oda.client.outbox.list()).toMatchObject([{ cid, state: { is: 'sending' } }]);
    expect(await oda.replica.outbox.list(roomId)).toHaveLength(1);
  });

  it('too fast is waited out by itself, in order', async () => {
    const oda = await (await openMembership()).goLive();
    let isFast = true;
    oda.room.on('send-message', () =>
      isFast ? fail('too-fast', { retryAfterMs: 700 }) : undefined,
    );
    for (const text of ['1', '2', '3']) await oda.client.outbox.add(everyone, saying(text));
    await rest();
    expect(oda.room.askedFor('send-message')).toHaveLength(1);
    oda.clock.advance(699);
    await rest();
    expect(oda.room.askedFor('send-message')).toHaveLength(1);
    isFast = false;
    oda.clock.advance(1);
    await until(() => oda.client.outbox.list().length === 0);
    expect(await oda.timeline(everyone)).toEqual(['1', '2', '3']);
  });

  it('a room that has it tried again at once is not asked without a rest', async () => {
    const oda = await (await openMembership()).goLive();
    oda.room.on('send-message', () => fail('too-fast', { retryAfterMs: 0 }));
    await oda.client.outbox.add(everyone, saying('acele'));
    for (let ms = 0; ms < 100; ms += 1) {
      oda.clock.advance(1);
      await rest(2);
    }
    expect(oda.room.askedFor('send-message').length).toBeLessThan(4);
  });

  it('what a full or failing disk of the room refuses is asked once, and waits for the person', async () => {
    const oda = await openMembership();
    const target = oda.room.add('said').seq;
    await oda.goLive();
    const refusals = ['store-full', 'store-failed'] as const;
    for (const [place, refusal] of refusals.entries()) {
      const changes = [
        { type: 'edit-message', target, text: 'edited' },
        { type: 'delete-message', target },
        { type: 'add-reaction', target, emoji: '👍' },
        { type: 'remove-reaction', target, emoji: '👍' },
        { type: 'pin-message', target },
        { type: 'unpin-message', target },
        saying('said too'),
      ] as const;
      for (const said of changes) {
        oda.room.on(said.type, () => fail(refusal));
        await oda.client.outbox.add(everyone, said);
      }
      const failed = () => oda.client.outbox.list().filter(({ state }) => state.is === 'failed');
      await until(() => failed().length === (place + 1) * changes.length);
      for (let seconds = 0; seconds < 20; seconds += 1) {
        oda.clock.advance(1000);
        await rest(5);
      }
      for (const { type } of changes) expect(oda.room.askedFor(type)).toHaveLength(place + 1);
      expect(failed().at(-1)?.state).toEqual({ is: 'failed', refusal: { code: refusal } });
    }
  });

  it('another refusal stays with the message until it is tried again or deleted', async () => {
    const oda = await (await openMembership()).goLive();
    oda.room.on('send-message', () => fail('store-full'));
    const cid = await oda.client.outbox.add(everyone, saying('kept'));
    const other = await oda.client.outbox.add(everyone, saying('dropped'));
    await until(() => oda.client.outbox.list().every(({ state }) => state.is === 'failed'));
    expect(await oda.replica.outbox.list(roomId)).toMatchObject([
      { cid, state: { is: 'failed', refusal: { code: 'store-full' } } },
      { cid: other },
    ]);
    expect(await oda.client.outbox.remove(other)).toBeUndefined();
    const unknown = await oda.client.outbox.remove('unknown000000000' as Cid);
    expect(unknown).toEqual({ code: 'no-such-message' });
    oda.room.on('send-message', () => undefined);
    expect(await oda.client.outbox.retry(cid)).toBe(true);
    await until(() => oda.client.outbox.list().length === 0);
    expect(await oda.timeline(everyone)).toEqual(['kept']);
  });

  it('no more than the room allows is on its way at once, one in each conversation', async () => {
    const oda = await openMembership();
    oda.room.limits.maxUnacknowledged = 2;
    oda.room.on('send-message', () => 'silence');
    const people = ['b', 'c', 'd'].map((letter) => letter.repeat(10) as AccountId);
    await oda.goLive();
    for (const person of people) {
      await oda.client.outbox.add(directConversation(own, person), saying('hey'));
      await oda.client.outbox.add(directConversation(own, person), saying('there'));
    }
    await rest();
    expect(oda.room.askedFor('send-message').map(({ in: id, text }) => [id, text])).toEqual([
      [directConversation(own, people[0] as AccountId), 'hey'],
      [directConversation(own, people[1] as AccountId), 'hey'],
    ]);
  });

  it('a message longer than the room’s lines fails by itself instead of breaking every connection', async () => {
    const oda = await (await openMembership()).goLive();
    await oda.client.outbox.add(everyone, saying('x'.repeat(70_000)));
    await until(() => oda.client.outbox.list()[0]?.state.is === 'failed');
    expect(oda.room.askedFor('send-message')).toEqual([]);
    expect(oda.client.connection.is).toBe('live');
  });
});

describe('a message that waits', () => {
  it('W4 says what it was changed to last, on disk before it goes out, and not at all if it was deleted', async () => {
    const oda = await openMembership();
    const cid = await oda.client.outbox.add(everyone, saying('bir'));
    const gone = await oda.client.outbox.add(everyone, saying('iki'));
    await oda.client.outbox.add(everyone, saying('üç'));
    expect(await oda.client.outbox.rewrite(cid, 'Bir')).toBeUndefined();
    expect(await oda.client.outbox.remove(gone)).toBeUndefined();
    const kept = await oda.replica.outbox.list(roomId);
    expect(kept.map(({ said }) => said)).toEqual([saying('Bir'), saying('üç')]);
    await oda.goLive();
    await until(() => oda.client.outbox.list().length === 0);
    expect(await oda.timeline(everyone)).toEqual(['Bir', 'üç']);
    expect(oda.room.askedFor('send-message').map(({ text }) => text)).toEqual(['Bir', 'üç']);
  });

  it('W4 does not go out while it is being changed, nor what was said after it', async () => {
    const oda = await openMembership();
    const cid = await oda.client.outbox.add(everyone, saying('bir'));
    await oda.client.outbox.add(everyone, saying('iki'));
    const { outbox } = oda.replica;
    const { add } = outbox;
    const disk = Promise.withResolvers<void>();
    outbox.add = async (...item) => {
      await disk.promise;
      return add.apply(outbox, item);
    };
    const changing = oda.client.outbox.rewrite(cid, 'Bir');
    await oda.goLive();
    await rest();
    expect(oda.room.askedFor('send-message')).toEqual([]);
    expect(await oda.client.outbox.remove(cid)).toEqual({ code: 'message-under-way' });
    disk.resolve();
    await changing;
    await until(() => oda.client.outbox.list().length === 0);
    expect(await oda.timeline(everyone)).toEqual(['Bir', 'iki']);
  });

  it('W4 once it went out keeps its words and its place, over a restart too', async () => {
    const oda = await openMembership();
    const cid = await oda.client.outbox.add(everyone, saying('there'));
    expect(await oda.replica.outbox.list(roomId)).not.toMatchObject([{ wentOut: true }]);
    oda.room.on('send-message', () => 'silence');
    await oda.goLive();
    await until(() => oda.room.askedFor('send-message').length === 1);
    oda.room.cut();
    await oda.untilState('waiting');
    const again = await new Membership({ room: oda.room, replica: oda.replica }).load();
    for (const { client } of [oda, again]) {
      const refusal = { code: 'message-under-way' };
      expect(await client.outbox.rewrite(cid, 'other')).toEqual(refusal);
      expect(await client.outbox.remove(cid)).toEqual(refusal);
      expect(client.outbox.list()).toMatchObject([{ cid, said: saying('there') }]);
    }
  });

  it('W4 it goes out once the disk knows that it does, not before', async () => {
    const oda = await openMembership();
    const { outbox } = oda.replica;
    const { noteWentOut } = outbox;
    const disk = Promise.withResolvers<void>();
    outbox.noteWentOut = async (...which) => {
      await disk.promise;
      return noteWentOut.apply(outbox, which);
    };
    await oda.client.outbox.add(everyone, saying('bir'));
    await oda.goLive();
    await rest();
    expect(oda.room.askedFor('send-message')).toEqual([]);
    disk.resolve();
    await until(() => oda.client.outbox.list().length === 0);
    expect(await oda.timeline(everyone)).toEqual(['bir']);
  });

  it('W4 does not go out where the disk does not take that it does: the room is closed by what the disk says', async () => {
    const oda = await openMembership();
    const { outbox } = oda.replica;
    const { noteWentOut } = outbox;
    outbox.noteWentOut = () => Promise.reject(new ReplicaError({ code: 'data-full' }));
    await oda.client.outbox.add(everyone, saying('bir'));
    oda.client.retryNow();
    await oda.untilState('closed');
    expect(oda.client.connection).toMatchObject({ cause: { code: 'data-full' } });
    expect([oda.heard.defects, oda.room.askedFor('send-message')]).toEqual([[], []]);
    outbox.noteWentOut = noteWentOut;
    oda.client.retryNow();
    await until(() => oda.client.outbox.list().length === 0);
    expect(await oda.timeline(everyone)).toEqual(['bir']);
  });

  it('one that never went out can be taken back after a restart', async () => {
    const oda = await openMembership();
    const cid = await oda.client.outbox.add(everyone, saying('bir'));
    const { client } = await new Membership({ room: oda.room, replica: oda.replica }).load();
    expect(await client.outbox.remove(cid)).toBeUndefined();
    expect(await oda.replica.outbox.list(roomId)).toEqual([]);
  });

  it('one that failed goes out again as it was changed to', async () => {
    const oda = await (await openMembership()).goLive();
    oda.room.on('send-message', () => fail('muted'));
    const cid = await oda.client.outbox.add(everyone, saying('bir'));
    await until(() => oda.client.outbox.list()[0]?.state.is === 'failed');
    oda.room.on('send-message', () => undefined);
    expect(await oda.client.outbox.rewrite(cid, 'iki')).toBeUndefined();
    await until(() => oda.client.outbox.list().length === 0);
    expect(await oda.timeline(everyone)).toEqual(['iki']);
  });
});

describe('a change of a message that was deleted meanwhile', () => {
  it('keeps only what was written', async () => {
    const oda = await (await openMembership()).goLive();
    for (const name of ['edit-message', 'add-reaction', 'pin-message', 'delete-message'] as const)
      oda.room.on(name, () => fail('message-gone'));
    await oda.client.outbox.add(everyone, { type: 'add-reaction', target: 1, emoji: '👍' });
    await oda.client.outbox.add(everyone, { type: 'edit-message', target: 1, text: 'a story' });
    await oda.client.outbox.add(everyone, { type: 'pin-message', target: 1 });
    await oda.client.outbox.add(everyone, { type: 'delete-message', target: 1 });
    await until(() => oda.client.outbox.list().length === 1);
    await until(() => oda.client.outbox.list()[0]?.state.is === 'failed');
    expect(oda.client.outbox.list()).toMatchObject([{ said: { text: 'a story' } }]);
  });
});

describe('a group message', () => {
  const people = ['b', 'c', 'd'].map((letter) => letter.repeat(10) as AccountId);
  const to = people.map((account) => ({ account, in: directConversation(own, account) }));

  it('R0.9 goes to each person of the group as a direct message, once, all on disk before', async () => {
    const oda = await openMembership();
    const message = await oda.client.outbox.addAll({
      group: 'contactgroup0000',
      text: 'hepinize',
      to,
    });
    expect(message).toMatchObject({
      text: 'hepinize',
      copies: people.map((account) => ({ account, state: 'sending' })),
    });
    expect(await oda.replica.outbox.list(roomId)).toHaveLength(3);
    expect(oda.heard.outbox).toEqual(to.map((each) => each.in));
    await oda.goLive();
    await until(() => oda.client.outbox.list().length === 0);
    for (const each of to) expect(await oda.timeline(each.in)).toEqual(['hepinize']);
    const [kept] = await oda.replica.groupMessages.list(roomId, 'contactgroup0000');
    expect(kept?.copies.map(({ state }) => state)).toEqual(['sent', 'sent', 'sent']);
  });

  it('R0.9 lets pass what is written meanwhile, but not in its own conversations', async () => {
    const oda = await openMembership();
    await oda.client.outbox.addAll({ group: 'contactgroup0000', text: 'kopya', to });
    await oda.client.outbox.add(everyone, saying('acele'));
    await oda.client.outbox.add(to[2]?.in ?? everyone, saying('sonra'));
    oda.room.limits.maxUnacknowledged = 1;
    await oda.goLive();
    await until(() => oda.client.outbox.list().length === 0);
    const sent = oda.room.askedFor('send-message');
    expect(sent.map(({ text }) => text)).toEqual(['acele', 'kopya', 'kopya', 'kopya', 'sonra']);
  });

  it('R0.9 once it was too fast goes on one by one instead of all at once again', async () => {
    const oda = await openMembership();
    let allowed = 1;
    oda.room.on('send-message', () => {
      allowed -= 1;
      return allowed < 0 ? fail('too-fast', { retryAfterMs: 500 }) : undefined;
    });
    const many = Array.from({ length: 8 }, (_, n) => `m${n}`.padEnd(10, '0') as AccountId);
    const copies = many.map((account) => ({ account, in: directConversation(own, account) }));
    await oda.client.outbox.addAll({ group: 'contactgroup0000', text: 'kopya', to: copies });
    await oda.goLive();
    await rest();
    const asked = () => oda.room.askedFor('send-message').length;
    expect(asked()).toBe(8);
    allowed = 1;
    oda.clock.advance(500);
    await rest();
    expect(asked()).toBe(8 + 2);
    allowed = 6;
    oda.clock.advance(500);
    await until(() => oda.client.outbox.list().length === 0);
    expect(asked()).toBe(8 + 2 + 6);
  });

  it('once it was too fast nothing more goes out while several are still on their way', async () => {
    const oda = await openMembership();
    oda.room.limits = { ...oda.room.limits, maxUnacknowledged: 4 };
    let asked = 0;
    oda.room.on('send-message', () => {
      asked += 1;
      return asked === 4 ? fail('too-fast', { retryAfterMs: 500 }) : 'silence';
    });
    const many = Array.from({ length: 9 }, (_, n) => `m${n}`.padEnd(10, '0') as AccountId);
    const copies = many.map((account) => ({ account, in: directConversation(own, account) }));
    await oda.client.outbox.addAll({ group: 'contactgroup0000', text: 'kopya', to: copies });
    await oda.goLive();
    await until(() => asked === 4);
    await rest();
    oda.clock.advance(500);
    await rest();
    expect(asked).toBe(4);
  });
});

describe('a message that the room answers strangely', () => {
  it('W4 goes out again over the next connection where the room knows nobody here', async () => {
    const oda = await (await openMembership()).goLive();
    for (const code of ['hello-first', 'sign-in-first']) {
      oda.room.on('send-message', () => fail(code));
      await oda.client.outbox.add(everyone, saying(code));
      await oda.untilState('waiting');
      expect(oda.client.outbox.list()).toMatchObject([
        { said: saying(code), state: { is: 'sending' } },
      ]);
      oda.room.on('send-message', () => undefined);
      oda.client.retryNow();
      await until(() => oda.client.outbox.list().length === 0);
    }
    expect(await oda.timeline(everyone)).toEqual(['hello-first', 'sign-in-first']);
  });

  it('is not taken for acknowledged in another conversation: the connection ends', async () => {
    const oda = await (await openMembership()).goLive();
    oda.room.on('send-message', () => ({ in: withVeli, seq: 1, id: 1, at: 1 }));
    await oda.client.outbox.add(everyone, saying('herkese'));
    await oda.untilState('waiting');
    expect(oda.client.outbox.list()).toHaveLength(1);
    expect(await oda.timeline(everyone)).toEqual([]);
    expect(await oda.timeline(withVeli)).toEqual([]);
  });

  it('once what was too fast is through, several go out at once again', async () => {
    const oda = await (await openMembership()).goLive();
    let answers = 0;
    oda.room.on('send-message', () => {
      answers += 1;
      return answers === 1 ? fail('too-fast', { retryAfterMs: 500 }) : undefined;
    });
    await oda.client.outbox.add(everyone, saying('acele'));
    await until(() => answers === 1);
    await rest();
    oda.clock.advance(500);
    await until(() => oda.client.outbox.list().length === 0);
    await rest();
    oda.room.on('send-message', () => 'silence');
    await oda.client.outbox.add(everyone, saying('bir'));
    await oda.client.outbox.add(withVeli, saying('iki'));
    await rest();
    expect(oda.room.askedFor('send-message').slice(2)).toHaveLength(2);
  });
});
