import { expect, onTestFinished, test } from 'vitest';
import { everyone } from '../../../../src-shared/protocol/ids.ts';
import type { DeviceId, Epoch, Secret } from '../../../../src-shared/protocol/ids.ts';
import type { Replica } from '../../../client/replica-port.ts';
import { conversationContract } from './conversation-contract.ts';
import { groupMessageContract } from './group-message-contract.ts';
import { peopleContract } from './people-contract.ts';
import {
  ali,
  cidOf,
  contact,
  garden,
  group,
  kitchen,
  me,
  profile,
  roomRecord,
  run,
  said,
  veli,
  waiting,
  withAli,
} from './replica-samples.ts';
import { searchContract } from './search-contract.ts';

const team = { group: 'team000000000000', name: 'Team', members: [ali] };
const toAli = { group: team.group, text: 'text', at: 5 };

export type OpenReplica = () => Promise<Replica>;

/** What every `Replica` does, wherever it keeps its rows. */
export function replicaContract(openEmpty: () => Promise<Replica>): void {
  const open: OpenReplica = async () => {
    const replica = await openEmpty();
    onTestFinished(() => replica.close());
    return replica;
  };
  const openWithRoom: OpenReplica = async () => {
    const replica = await open();
    await replica.saveRoom(roomRecord());
    return replica;
  };
  settingsAndRooms(open);
  membersAndOutbox(openWithRoom);
  conversationContract(openWithRoom);
  peopleContract(openWithRoom);
  groupMessageContract(openWithRoom);
  searchContract(openWithRoom);
}

function settingsAndRooms(open: OpenReplica): void {
  test('the profile is made once and stays', async () => {
    const replica = await open();
    expect(await replica.profile(profile)).toEqual(profile);
    const other = {
      device: 'other00000000000' as DeviceId,
      deviceSecret: 'o'.repeat(43) as Secret,
    };
    expect(await replica.profile(other)).toEqual(profile);
  });

  test('settings are added to, not replaced', async () => {
    const replica = await open();
    expect(await replica.readSettings()).toEqual({});
    await replica.saveSettings({ language: 'tr', theme: 'dark' });
    await replica.saveSettings({ theme: 'light' });
    expect(await replica.readSettings()).toEqual({ language: 'tr', theme: 'light' });
  });

  test('rooms are saved, changed and listed', async () => {
    const replica = await open();
    const token = 't'.repeat(43) as Secret;
    await replica.saveRoom(roomRecord({ token }));
    await replica.saveRoom(roomRecord({ room: garden, hosted: true, host: '', open: false }));
    await replica.updateRoom(kitchen, { name: 'Big kitchen', syncedTo: 7, token: undefined });
    await replica.updateRoom(garden, { open: true, epoch: 'epoch111' as Epoch });
    expect(await replica.listRooms()).toEqual([
      roomRecord({ name: 'Big kitchen', syncedTo: 7 }),
      roomRecord({ room: garden, hosted: true, host: '', epoch: 'epoch111' as Epoch }),
    ]);
  });

  test('saving a room again keeps what is held of it', async () => {
    const replica = await open();
    await replica.saveRoom(roomRecord());
    await replica.addEntries(kitchen, everyone, run(1, 3));
    await replica.saveRoom(roomRecord({ name: 'New' }));
    expect((await replica.listConversations(kitchen))[0]?.lastSeq).toBe(3);
  });

  test('changing a room that is not there does nothing', async () => {
    const replica = await open();
    await replica.updateRoom(kitchen, { name: 'x' });
    await replica.removeRoom(kitchen);
    await replica.clearCopy(kitchen);
    expect(await replica.listRooms()).toEqual([]);
  });

  test('a room that is not there cannot be written to', async () => {
    const replica = await open();
    await expect(replica.addEntries(kitchen, everyone, run(1, 1))).rejects.toThrow('No such room');
  });

  test('a removed room leaves nothing behind, and the others as they were', async () => {
    const replica = await open();
    await replica.saveRoom(roomRecord());
    await replica.saveRoom(roomRecord({ room: garden }));
    for (const room of [kitchen, garden]) {
      await replica.addEntries(room, everyone, run(1, 3));
      await replica.addToOutbox(room, waiting(9));
      await replica.saveMembers(room, [{ account: ali, name: 'Ali', presence: 'online' }]);
      await replica.saveGroups(room, [group()]);
      await replica.saveContact(room, contact({ note: 'x' }));
      await replica.saveContactGroup(room, team);
      await replica.addGroupMessage(room, {
        ...toAli,
        copies: [{ account: ali, item: waiting(8) }],
      });
    }
    await replica.removeRoom(kitchen);
    expect(await replica.listRooms()).toEqual([roomRecord({ room: garden })]);
    const { hits } = await replica.search({ text: 'message', limit: 10 });
    expect(hits.map(({ room }) => room)).toEqual([garden, garden, garden]);
    await replica.saveRoom(roomRecord());
    expect(await replica.listConversations(kitchen)).toEqual([]);
    expect(await replica.listOutbox(kitchen)).toEqual([]);
    expect(await replica.listMembers(kitchen)).toEqual([]);
    expect(await replica.listGroups(kitchen)).toEqual([]);
    expect(await replica.listContacts(kitchen)).toEqual([]);
    expect(await replica.listContactGroups(kitchen)).toEqual([]);
    expect(await replica.listGroupMessages(kitchen, team.group)).toEqual([]);
    expect(await replica.listOutbox(garden)).toEqual([waiting(9), waiting(8)]);
    expect(await replica.listGroups(garden)).toEqual([group()]);
    expect(await replica.listContacts(garden)).toEqual([contact({ note: 'x' })]);
    expect(await replica.listContactGroups(garden)).toEqual([team]);
    expect(await replica.listGroupMessages(garden, team.group)).toHaveLength(1);
  });

  test('W9 a full resync forgets the copy and keeps outbox, drafts, contacts and the record', async () => {
    const replica = await open();
    await replica.saveRoom(roomRecord({ syncedTo: 5 }));
    await replica.addEntries(kitchen, everyone, run(1, 3));
    await replica.markRead(kitchen, everyone, 2);
    await replica.markRead(kitchen, withAli, 2);
    await replica.saveDraft(kitchen, everyone, 'half a tho');
    await replica.addToOutbox(kitchen, waiting(9));
    await replica.saveMembers(kitchen, [{ account: ali, name: 'Ali', presence: 'online' }]);
    await replica.saveGroups(kitchen, [group()]);
    await replica.saveContact(kitchen, contact({ note: 'x' }));
    await replica.saveContactGroup(kitchen, team);
    await replica.markDelivered(kitchen, everyone, 3);
    await replica.clearCopy(kitchen);
    expect(await replica.listGroups(kitchen)).toEqual([]);
    expect(await replica.listContacts(kitchen)).toEqual([contact({ note: 'x' })]);
    expect(await replica.listContactGroups(kitchen)).toEqual([team]);
    expect(await replica.listRooms()).toEqual([roomRecord({ syncedTo: 0 })]);
    expect(await replica.listMembers(kitchen)).toEqual([]);
    expect(await replica.listOutbox(kitchen)).toEqual([waiting(9)]);
    const nothing = { firstSeq: 0, lastSeq: 0, readSeq: 0, unread: 0, deliveredSeq: 0 };
    expect(await replica.listConversations(kitchen)).toEqual([
      { in: everyone, ...nothing, draft: 'half a tho' },
    ]);
    expect((await replica.search({ text: 'message', limit: 10 })).hits).toEqual([]);
    // Other messages may have the numbers now.
    await replica.addEntries(
      kitchen,
      everyone,
      run(1, 2, { text: 'after the backup', from: veli }),
    );
    expect((await replica.search({ text: 'backup', limit: 10 })).hits).toHaveLength(2);
    expect((await replica.search({ text: 'message', limit: 10 })).hits).toHaveLength(0);
    expect((await replica.readTimeline({ room: kitchen, in: everyone, limit: 9 })).entries).toEqual(
      run(1, 2, { text: 'after the backup', from: veli }),
    );
  });
}

function membersAndOutbox(open: OpenReplica): void {
  test('members are replaced one by one, and nobody is online from disk', async () => {
    const replica = await open();
    await replica.saveMembers(kitchen, [
      { account: veli, name: 'Veli', presence: 'away', lastSeenAt: 5, guest: true },
      { account: ali, name: 'Ali', presence: 'online' },
    ]);
    await replica.saveMembers(kitchen, [
      { account: ali, name: 'ALİ', presence: 'online', lastSeenAt: 6 },
    ]);
    expect(await replica.listMembers(kitchen)).toEqual([
      { account: ali, name: 'ALİ', presence: 'offline', lastSeenAt: 6 },
      { account: veli, name: 'Veli', presence: 'offline', lastSeenAt: 5, guest: true },
    ]);
  });

  test('W4 the outbox keeps its order and its states', async () => {
    const replica = await open();
    await replica.addToOutbox(kitchen, waiting(3));
    await replica.addToOutbox(kitchen, waiting(1));
    await replica.addToOutbox(kitchen, waiting(2));
    const failed = { is: 'failed', refusal: { code: 'too-fast', retryAfterMs: 500 } } as const;
    await replica.changeOutbox(kitchen, cidOf(3), failed);
    await replica.changeOutbox(kitchen, cidOf(7), failed);
    await replica.removeFromOutbox(kitchen, cidOf(1));
    expect(await replica.listOutbox(kitchen)).toEqual([waiting(3, { state: failed }), waiting(2)]);
    await replica.changeOutbox(kitchen, cidOf(3), { is: 'sending' });
    expect(await replica.listOutbox(kitchen)).toEqual([waiting(3), waiting(2)]);
  });

  test('W4 an own message leaves the outbox when it arrives from the room', async () => {
    const replica = await open();
    await replica.addToOutbox(kitchen, waiting(1));
    await replica.addToOutbox(kitchen, waiting(2));
    await replica.addEntries(kitchen, everyone, [
      said(1, { from: me, cid: cidOf(1) }),
      // The same cid of somebody else is another message.
      said(2, { from: ali, cid: cidOf(2) }),
    ]);
    expect(await replica.listOutbox(kitchen)).toEqual([waiting(2)]);
  });
}
