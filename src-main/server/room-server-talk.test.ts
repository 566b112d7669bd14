import { describe, expect, it } from 'vitest';
import { directConversation, groupConversation } from '../../src-shared/protocol/ids.ts';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { RoomServer } from './room-server.ts';
import { accountOf, connect, enter, enterByMemory, message, startLab } from './testing/lab.ts';
import type { Frame, WirePeer } from './testing/wire-peer.ts';
import { readPage } from '../storage/room/testing/read-page.ts';

const kitchen = groupConversation('kitchenkitchen-1');
/** To the room it could be any. */
const key = 'k'.repeat(43);
const ofType =
  (type: string, fields: object = {}) =>
  (frame: Frame): boolean =>
    frame.type === type && Object.entries(fields).every(([field, value]) => frame[field] === value);

/** Three people, and their accounts. */
async function enterThree(server: RoomServer) {
  const ali = await enter(server, 'ali');
  const veli = await enter(server, 'veli');
  const can = await enter(server, 'can');
  const ids = {
    ali: await accountOf(can, 'ali'),
    veli: await accountOf(can, 'veli'),
    can: await accountOf(can, 'can'),
  };
  return { ali, veli, can, ids };
}

/** All that was sent to a peer so far has arrived when this resolves. */
const settled = (peer: WirePeer) => peer.ask('ping');

describe('presence', () => {
  it('R3.8 everybody is told who comes, is away, is back and goes', async () => {
    const { server } = await startLab();
    const ali = await enter(server, 'ali');
    const veli = await enter(server, 'veli');
    await ali.first(ofType('member', { name: 'veli', presence: 'online' }));
    expect(await veli.ask('set-presence', { presence: 'away' })).toMatchObject({ type: 'ok' });
    await ali.first(ofType('member', { name: 'veli', presence: 'away' }));
    veli.destroy();
    const gone = await ali.first(ofType('member', { name: 'veli', presence: 'offline' }));
    expect(gone['lastSeenAt']).toBeGreaterThan(0);
    expect(ali.frames.filter(ofType('member', { name: 'veli' }))).toHaveLength(3);
  });

  it('R3.8 of each of those who come or go away in one turn everybody is told, before the entry that says who has come', async () => {
    const { server } = await startLab();
    const ali = await enter(server, 'ali');
    const names = ['veli', 'can', 'ece'];
    const peers = await Promise.all(names.map((name) => enterByMemory(server, name)));
    await ali.first(ofType('joined', { name: 'ece' }));
    for (const at of names.keys()) {
      const [first, second] = ali.frames.filter(({ name }) => name === names[at]);
      expect([first?.type, second?.type]).toEqual(['member', 'joined']);
    }
    for (const peer of peers) peer.write('{"type":"set-presence","rid":90,"presence":"away"}\n');
    await ali.first(ofType('member', { name: 'ece', presence: 'away' }));
    const away = ali.frames.filter(ofType('member', { presence: 'away' }));
    expect(away.map((frame) => frame['name'])).toEqual(names);
  });
});

it('W4 a cid comes back to who sent it, live and in a page, and goes to nobody else', async () => {
  const { server } = await startLab();
  const { ali, veli } = await enterThree(server);
  const cid = 'cid-of-ali-cid-of-ali';
  await ali.say('çay?', { cid });
  await veli.say('olur');
  await Promise.all([ali, veli].map((peer) => peer.first(message('olur'))));
  const texts = ['çay?', 'olur'];
  const cidsIn = (frames: readonly Frame[]) =>
    frames.filter(({ text }) => texts.includes(String(text))).map((frame) => frame['cid']);
  for (const [peer, told] of [
    [ali, [cid, undefined]],
    [veli, [undefined, expect.any(String)]],
  ] as const) {
    expect(cidsIn(peer.frames)).toEqual(told);
    const { entries } = await peer.ask('read-history', { in: 'everyone' });
    expect(cidsIn(entries as Frame[])).toEqual(told);
  }
});

describe('group conversations', () => {
  it('R0.8 who is made a member is told of the group before its entries, and others hear nothing', async () => {
    const { server } = await startLab();
    const { ali, veli, can, ids } = await enterThree(server);
    const made = { in: kitchen, name: 'Mutfak', members: [ids.veli] };
    const answer = await ali.ask('make-group', made);
    expect(answer).toMatchObject({ type: 'ok', in: kitchen, seq: 3 });
    await ali.say('çay hazır', { in: kitchen });
    await veli.first(message('çay hazır'));
    const heard = veli.frames.filter((frame) => frame['in'] === kitchen);
    expect(heard).toMatchObject([
      { type: 'group', name: 'Mutfak', owner: ids.ali, members: [ids.ali, ids.veli], firstSeq: 1 },
      { type: 'added', seq: 3, account: ids.veli },
      { type: 'message', seq: 4 },
    ]);
    await settled(can);
    expect(can.frames.filter((frame) => frame['in'] === kitchen)).toEqual([]);
  });

  it('R0.8 who is taken out hears that, and no more; what was said before may be read on', async () => {
    const { server } = await startLab();
    const { ali, veli, can, ids } = await enterThree(server);
    const members = [ids.veli, ids.can];
    await ali.ask('make-group', { in: kitchen, name: 'Mutfak', members });
    // All in one turn: the room decides, and the disk writes, all of it together.
    const said = [
      ali.say('önce', { in: kitchen }),
      ali.ask('remove-from-group', { in: kitchen, account: ids.veli }),
      ali.say('sonra', { in: kitchen }),
    ];
    await Promise.all(said);
    await can.first(message('sonra'));
    await settled(veli);
    expect(veli.texts()).toEqual(['önce']);
    expect(veli.frames.at(-2)).toMatchObject({ type: 'removed', account: ids.veli });
    const page = await veli.ask('read-history', { in: kitchen });
    expect((page['entries'] as Frame[]).at(-1)).toMatchObject({ type: 'removed' });
    expect(await veli.say('duyuyor musunuz', { in: kitchen })).toMatchObject({
      code: 'no-such-conversation',
    });
  });

  it('R0.8 groups are there when the room opens again', async () => {
    const first = await startLab();
    const { ali, ids } = await enterThree(first.server);
    await ali.ask('make-group', { in: kitchen, name: 'Mutfak', members: [ids.veli] });
    await first.server.stop();
    const { server } = await startLab({ store: first.store });
    const veli = await enter(server, 'veli');
    const { groups } = await veli.ask('list-groups');
    expect(groups).toMatchObject([{ in: kitchen, name: 'Mutfak', owner: ids.ali }]);
  });
});

describe('private chats', () => {
  /** Ali has asked Veli, who has accepted. */
  async function openPrivate(server: RoomServer) {
    const people = await enterThree(server);
    const { ali, veli, ids } = people;
    const asked = await ali.ask('ask-private', { account: ids.veli, commitment: key });
    expect(asked).toMatchObject({ type: 'ok', state: 'asked' });
    const id = asked['private'];
    await veli.first(ofType('private-asked', { private: id, from: ids.ali }));
    const accepted = { private: id, key };
    expect(await veli.ask('answer-private', accepted)).toMatchObject({ type: 'ok' });
    await ali.first(ofType('private-opened', { private: id, with: ids.veli }));
    await veli.first(ofType('private-opened', { private: id, with: ids.ali }));
    return { ...people, id };
  }
  let whispers = 0;
  const whisper = (peer: WirePeer, id: unknown, sealed: string) => {
    whispers += 1;
    const cid = `private-${String(whispers).padStart(16, '0')}`;
    return peer.ask('send-private', { private: id, cid, sealed });
  };

  it('R3.3 R3.4 what is said in one reaches the other one and nobody else, and no store', async () => {
    const { server, store } = await startLab();
    const { ali, veli, can, id } = await openPrivate(server);
    expect(await whisper(ali, id, 'sir')).toMatchObject({ type: 'ok', seq: 1 });
    await veli.first(ofType('private-message', { private: id, seq: 1, sealed: 'sir' }));
    await settled(can);
    expect(can.frames.filter(({ type }) => type.startsWith('private-'))).toEqual([]);
    const { entries } = await readPage(store.log, { in: 'everyone' as never, limit: 1000 });
    expect(JSON.stringify(entries)).not.toContain('sir');
  });

  it('R3.5 who leaves is told of to the other', async () => {
    const { server } = await startLab();
    const { ali, veli, ids, id } = await openPrivate(server);
    await ali.ask('end-private', { private: id });
    await veli.first(ofType('private-ended', { private: id, reason: 'left', by: ids.ali }));
    expect(await whisper(veli, id, 'orada')).toMatchObject({ code: 'no-such-private' });
  });

  it('R3.3 a side that is lost and comes back within 20 s gets what was said meanwhile', async () => {
    const { server } = await startLab();
    const { ali, veli, id } = await openPrivate(server);
    veli.destroy();
    await ali.first(ofType('private-partner', { private: id, state: 'lost' }));
    await whisper(ali, id, 'bekliyorum');
    const again = await enter(server, 'veli');
    await again.first(ofType('private-opened', { private: id }));
    await again.first(ofType('private-message', { private: id, sealed: 'bekliyorum', seq: 1 }));
    await ali.first(ofType('private-partner', { private: id, state: 'back' }));
  });

  it('R3.3 a side that is lost for 20 seconds ends it', async () => {
    const { server, clock } = await startLab();
    const { ali, veli, id } = await openPrivate(server);
    veli.destroy();
    await ali.first(ofType('private-partner', { private: id, state: 'lost' }));
    for (let beats = 0; beats < 4; beats += 1) {
      await settled(ali);
      clock.advance(limits.heartbeatMs);
    }
    await ali.first(ofType('private-ended', { private: id, reason: 'lost' }));
  });

  it('R3.3 nobody answers for two minutes: both are told', async () => {
    const { server, clock } = await startLab();
    const { ali, veli, ids } = await enterThree(server);
    await ali.ask('ask-private', { account: ids.veli, commitment: key });
    for (let beats = 0; beats < limits.privateAskMs / limits.heartbeatMs; beats += 1) {
      await Promise.all([settled(ali), settled(veli)]);
      clock.advance(limits.heartbeatMs);
    }
    const timedOut = ofType('private-ended', { reason: 'timed-out' });
    await Promise.all([ali.first(timedOut), veli.first(timedOut)]);
  });

  it('R3.3 who does not read is closed rather than left without what was said', async () => {
    const { server } = await startLab({ limits: { messageBurst: 1e6 } });
    const ali = await enter(server, 'ali');
    const slow = await enterByMemory(server, 'slow');
    const asked = await ali.ask('ask-private', {
      account: await accountOf(ali, 'slow'),
      commitment: key,
    });
    await slow.ask('answer-private', { private: asked['private'], key });
    slow.pause();
    let isLost = false;
    void ali.first(ofType('private-partner', { state: 'lost' })).then(() => (isLost = true));
    for (let number = 0; !isLost && number < 400; number += 1) {
      await whisper(ali, asked['private'], `${number}-`.padEnd(8000, 'x'));
    }
    expect(isLost).toBe(true);
    slow.destroy();
  });
});

describe('receipts', () => {
  it('W11 the writer is told how far it has come, at once and when asking later', async () => {
    const { server, store } = await startLab();
    const { ali, veli, ids } = await enterThree(server);
    const direct = directConversation(ids.ali, ids.veli);
    const { seq } = await ali.say('geldi mi', { in: direct });
    expect(await veli.ask('mark-delivered', { in: direct, seq })).toMatchObject({ type: 'ok' });
    const receipt = { in: direct, account: ids.veli, delivered: seq };
    await ali.first(ofType('receipt', receipt));
    expect(await ali.ask('list-receipts')).toMatchObject({ receipts: [receipt] });
    await server.stop();
    const kept = await store.receipts.list({ account: ids.ali });
    expect(kept.receipts).toEqual([receipt]);
  });
});

describe('W11 how far conversations have come', () => {
  it('is said so often, and no more: others hear each of them', async () => {
    const { server, clock } = await startLab();
    const { ali, veli, ids } = await enterThree(server);
    const direct = directConversation(ids.ali, ids.veli);
    const { seq } = await ali.say('geldi mi', { in: direct });
    const mark = (count: number) => {
      const name = count % 2 === 0 ? 'mark-read' : 'mark-delivered';
      return veli.ask(name, { in: direct, seq });
    };
    for (let count = 0; count < limits.markBurst; count += 1)
      expect(await mark(count)).toMatchObject({ type: 'ok' });
    for (const count of [0, 1])
      expect(await mark(count)).toMatchObject({ code: 'too-fast', retryAfterMs: 20 });
    clock.advance(20);
    expect(await mark(0)).toMatchObject({ type: 'ok' });
  });
});

describe('W12 a reader that is behind', () => {
  it('gets no notices either, and is told that it missed something', async () => {
    const { server } = await startLab({ limits: { messageBurst: 1e6 } });
    const ali = await enter(server, 'ali');
    const slow = await enterByMemory(server, 'slow');
    slow.pause();
    for (let number = 0; number < 50; number += 1) {
      await ali.say(`${number}-`.padEnd(8000, 'x'));
    }
    await ali.ask('set-presence', { presence: 'away' });
    slow.resume();
    await slow.first((frame) => frame.type === 'behind');
    const told = ofType('member', { name: 'ali', presence: 'away' });
    expect(slow.frames.filter(told)).toEqual([]);
    const { members } = await slow.ask('list-members');
    expect(members).toMatchObject([{ name: 'ali', presence: 'away' }, { name: 'slow' }]);
  });
});

it('W3 every command of accounts is answered once, whatever is wrong with it', async () => {
  const { server, defects } = await startLab();
  const ali = await enter(server, 'ali');
  const nobody = 'nobody-not' as AccountId;
  const self = await accountOf(ali, 'ali');
  const wrong: [string, object, string][] = [
    ['make-group', { in: 'everyone', name: 'x', members: [] }, 'bad-field'],
    ['make-group', { in: kitchen, name: ' ', members: [] }, 'group-name-empty'],
    ['make-group', { in: kitchen, name: 'x', members: [nobody] }, 'no-such-member'],
    ['rename-group', { in: kitchen, name: 'x' }, 'no-such-conversation'],
    ['leave-group', { in: kitchen }, 'no-such-conversation'],
    ['ask-private', { account: self, commitment: key }, 'private-with-self'],
    ['ask-private', { account: nobody, commitment: key }, 'no-such-member'],
    ['answer-private', { private: 'p'.repeat(16), key }, 'no-such-private'],
    ['end-private', { private: 'p'.repeat(16) }, 'no-such-private'],
  ];
  for (const [type, fields, code] of wrong) {
    const answer = await ali.ask(type, fields);
    expect([type, answer['code']]).toEqual([type, code]);
  }
  expect(defects).toEqual([]);
  expect(await (await connect(server)).ask('list-groups')).toMatchObject({ code: 'hello-first' });
});

describe('the order of what a member reads', () => {
  it('W6 the sender’s acknowledgement comes before its own live entry, which comes after the commit', async () => {
    const { server } = await startLab();
    const ali = await enter(server, 'ali');
    const veli = await enter(server, 'veli');
    for (let number = 0; number < 5; number += 1) await ali.say(`sıra ${number}`);
    await veli.first(({ text }) => text === 'sıra 4');
    await ali.first(({ text }) => text === 'sıra 4');
    for (let number = 0; number < 5; number += 1) {
      const live = ali.frames.findIndex(({ text }) => text === `sıra ${number}`);
      const seq = ali.frames[live]?.['seq'];
      const acknowledged = ali.frames.findIndex(
        (frame) => frame.type === 'ok' && frame['seq'] === seq && frame['in'] === 'everyone',
      );
      expect(acknowledged).toBeGreaterThan(-1);
      expect(acknowledged).toBeLessThan(live);
    }
  });

  it('R3.4 who signs in hears of what it was asked only after the answer to the sign-in', async () => {
    const { server } = await startLab();
    const ali = await enter(server, 'ali');
    const veli = await enter(server, 'veli');
    const account = await accountOf(ali, 'veli');
    expect(await ali.ask('ask-private', { account, commitment: key })).toMatchObject({
      state: 'asked',
    });
    await veli.first(ofType('private-asked', {}));
    const second = await connect(server);
    await second.hello();
    const claim = { name: 'veli', device: `veli${'_'.repeat(12)}`, deviceKey: 'v'.repeat(43) };
    void second.ask('sign-in', claim);
    await second.first(ofType('private-asked', {}));
    const types = second.frames.map(({ type }) => type);
    expect(second.frames[1]).toMatchObject({ type: 'ok', rid: 2, name: 'veli' });
    expect(types.indexOf('private-asked')).toBeGreaterThan(1);
  });

  it('W3 a group and what is said in it may go in one write', async () => {
    const { server } = await startLab();
    const ali = await enter(server, 'ali');
    const veli = await enter(server, 'veli');
    const group = `group:${'g'.repeat(16)}`;
    const members = [await accountOf(ali, 'veli')];
    const cid = 'c'.repeat(22);
    const lines = [
      { type: 'make-group', rid: 50, in: group, name: 'Gezi', members },
      { type: 'send-message', rid: 51, in: group, cid, text: 'yola çıktık' },
      { type: 'read-history', rid: 52, in: 'everyone' },
    ];
    ali.write(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    expect(await ali.first(({ rid }) => rid === 50)).toMatchObject({ type: 'ok', seq: 3 });
    expect(await ali.first(({ rid }) => rid === 51)).toMatchObject({ type: 'ok', seq: 4 });
    await veli.first(({ text }) => text === 'yola çıktık');
  });
});
