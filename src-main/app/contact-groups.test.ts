import { describe, expect, it } from 'vitest';
import type { AccountId, RoomId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { connectTo } from '../server/testing/lab.ts';
import { Person } from './testing/person.ts';
import { threePeople, twoPeople } from './testing/two-people.ts';

async function newGroup(ali: Person, room: RoomId, members: AccountId[]): Promise<string> {
  const { group } = await ali.ask('contact-group/save', { room, name: 'Ekip', members });
  return group;
}

/** How the copies of the newest group message stand, by account. */
async function states(ali: Person, room: RoomId, group: string) {
  const messages = await ali.ask('contact-group/messages', { room, group });
  const copies = messages.at(-1)?.copies ?? [];
  return new Map(copies.map(({ account, state }) => [account, state]));
}

describe('contact groups', { timeout: 30_000 }, () => {
  it('R0.8 are made, filled, renamed, deleted and brought back, told to windows and kept', async () => {
    const { ali, room, accounts } = await threePeople();
    const members = [accounts.ali, accounts.veli];
    const made = await ali.ask('contact-group/save', { room, name: 'Ekip', members });
    expect(made).toMatchObject({ room, name: 'Ekip', members: [accounts.veli] });
    const { group } = made;
    const both = [accounts.veli, accounts.can];
    await ali.ask('contact-group/save', { room, group, name: 'Takım', members: both });
    expect(ali.of('contact-group/changed').at(-1)).toMatchObject({ name: 'Takım', members: both });
    const removed = await ali.ask('contact-group/remove', { room, group });
    expect(removed).toEqual({ room, group, name: 'Takım', members: both });
    expect(ali.of('contact-group/removed')).toEqual([{ room, group }]);
    expect((await ali.opened(room)).contactGroups).toEqual([]);
    expect(await ali.request('contact-group/remove', { room, group })).toMatchObject({
      refusal: { code: 'no-such-contact-group' },
    });
    await ali.ask('contact-group/save', removed);
    await ali.close();
    await ali.start();
    expect((await ali.opened(room)).contactGroups).toEqual([removed]);
  });

  it('R0.9 R0.10 a group message goes to each singly, also to who is offline, once in each conversation', async () => {
    const { ali, veli, can, room, accounts, direct, withCan } = await threePeople();
    const group = await newGroup(ali, room, [accounts.veli, accounts.can]);
    await can.close();
    await ali.until(async () => !(await ali.online(room)).includes('can'));
    const sent = await ali.ask('contact-group/send', { room, group, text: 'toplanıyoruz' });
    expect(sent).toMatchObject({ room, group, text: 'toplanıyoruz' });
    expect(sent.copies.map(({ state }) => state)).toEqual(['sending', 'sending']);

    await veli.until(async () => (await veli.texts(room, direct)).length === 1);
    const told = () => {
      const copies = ali.of('group-message/changed').at(-1)?.copies ?? [];
      return new Map(copies.map(({ account, state }) => [account, state]));
    };
    await ali.until(() => {
      veli.clock.advance(10);
      return told().get(accounts.veli) === 'delivered' && told().get(accounts.can) === 'sent';
    });
    expect(await states(ali, room, group)).toEqual(told());
    await can.start();
    await can.until(async () => (await can.texts(room, withCan)).length === 1);
    await ali.until(() => {
      can.clock.advance(10);
      return told().get(accounts.can) === 'delivered';
    });
    for (const id of [direct, withCan]) expect(await ali.texts(room, id)).toEqual(['toplanıyoruz']);
    expect(await veli.texts(room, direct)).toEqual(['toplanıyoruz']);
    expect(await can.texts(room, withCan)).toEqual(['toplanıyoruz']);
    expect(await can.texts(room, direct)).toEqual([]);
    const { hits } = await ali.ask('search/find', { room, text: 'toplan', limit: 50 });
    expect(hits.map(({ message }) => message.in).sort()).toEqual([direct, withCan].sort());
  });

  it('R0.9 a copy for somebody who is not there is told as sent', async () => {
    const { ali, veli, room } = await twoPeople();
    const other = await ali.accountOf(room, 'veli');
    const group = await newGroup(ali, room, [other]);
    await veli.close();
    await ali.until(async () => !(await ali.online(room)).includes('veli'));
    await ali.ask('contact-group/send', { room, group, text: 'gelince bak' });
    await ali.until(() => ali.of('group-message/changed').at(-1)?.copies[0]?.state === 'sent');
  });

  it('R0.9 what waits for a connection is sent later, and windows hear of it after a restart', async () => {
    const { ali, veli, room, view, direct } = await twoPeople();
    const other = await veli.accountOf(room, 'ali');
    const group = await newGroup(veli, room, [other]);
    await ali.ask('room/disconnect', { room });
    await veli.until(async () => (await veli.view(room)).connection.is === 'waiting');
    const sent = await veli.ask('contact-group/send', { room, group, text: 'sonra' });
    expect(sent.copies).toMatchObject([{ account: other, state: 'sending' }]);
    await veli.close();
    await veli.start();
    expect((await states(veli, room, group)).get(other)).toBe('sending');
    await ali.opened(room);
    await veli.ask('room/retry', { room });
    await veli.until(() => {
      ali.clock.advance(10);
      const told = veli.of('group-message/changed').at(-1);
      return told?.copies[0]?.state === 'delivered';
    });
    expect(await ali.texts(view.room, direct)).toEqual(['sonra']);
  });

  it('R0.9 more people than one may write to at once are all reached, paced', async () => {
    const ali = await Person.open();
    const view = await ali.host('ali');
    const { room } = view;
    const port = Number(view.address.split(':').at(-1));
    const names = Array.from({ length: limits.messageBurst + 4 }, (_, n) => `kişi${n}`);
    const peers = await Promise.all(
      names.map(async (name, n) => {
        const peer = await connectTo(port);
        await peer.ask('hello', { protocol: 1 });
        const device = `device${n}`.padEnd(16, '0');
        const { account } = await peer.ask('sign-in', { name, device, deviceKey: 'k'.repeat(43) });
        return { peer, account: account as AccountId };
      }),
    );
    await ali.until(async () => (await ali.opened(room)).members.length === names.length + 1);
    const group = await newGroup(
      ali,
      room,
      peers.map(({ account }) => account),
    );
    await ali.ask('contact-group/send', { room, group, text: 'merhaba' });
    await ali.untilWithTime(() => peers.every(({ peer }) => peer.texts().length === 1));
    await ali.untilWithTime(async () =>
      [...(await states(ali, room, group)).values()].every((state) => state === 'sent'),
    );
    for (const { peer } of peers) {
      expect(peer.texts()).toEqual(['merhaba']);
      peer.destroy();
    }
  });

  it('R0.9 an empty group, no text, too much of it and an unknown group are refused', async () => {
    const { ali, room, direct } = await twoPeople();
    const empty = await newGroup(ali, room, []);
    const text = 'merhaba';
    expect(await ali.request('contact-group/send', { room, group: empty, text })).toEqual({
      ok: false,
      refusal: { code: 'contact-group-empty' },
    });
    const members = [await ali.accountOf(room, 'veli')];
    const { group } = await ali.ask('contact-group/save', { room, name: 'İki', members });
    expect(await ali.request('contact-group/send', { room, group, text: ' \n' })).toEqual({
      ok: false,
      refusal: { code: 'text-empty' },
    });
    const long = 'ğ'.repeat(8001);
    expect(await ali.request('contact-group/send', { room, group, text: long })).toEqual({
      ok: false,
      refusal: { code: 'text-too-long', limit: 8000 },
    });
    const unknown = await ali.request('contact-group/send', { room, group: 'x'.repeat(16), text });
    expect(unknown).toEqual({ ok: false, refusal: { code: 'no-such-contact-group' } });
    expect(await ali.texts(room, direct)).toEqual([]);
    expect((await ali.opened(room)).outbox).toEqual([]);
  });
});
