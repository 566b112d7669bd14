import { expect, onTestFinished, test } from 'vitest';
import { everyone } from '../../../../src-shared/protocol/ids.ts';
import type { DeviceId, Epoch, Secret } from '../../../../src-shared/protocol/ids.ts';
import type { Replica } from '../../../client/replica/replica.ts';
import { attentionContract } from './attention-contract.ts';
import { conversationContract } from './conversation-contract.ts';
import { timelineContract } from './timeline-contract.ts';
import { groupMessageContract } from './group-message-contract.ts';
import { missedContract } from './missed-contract.ts';
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
import { savedContract } from './saved-contract.ts';
import { searchContract } from './search-contract.ts';

const team = { group: 'team000000000000', name: 'Team', members: [ali] };
const toAli = { group: team.group, text: 'text', at: 5 };

export type OpenReplica = () => Promise<Replica>;

/** What every `Replica` does, wherever it keeps its rows. */
export function replicaContract(openEmpty: () => Promise<Replica>): void {
  const open: OpenReplica = async () => {
    const replica = await openEmpty();
    onTestFinished(() => replica.file.close());
    return replica;
  };
  const openWithRoom: OpenReplica = async () => {
    const replica = await open();
    await replica.rooms.save(roomRecord());
    return replica;
  };
  settingsAndRooms(open);
  membersAndOutbox(openWithRoom);
  conversationContract(openWithRoom);
  timelineContract(openWithRoom);
  peopleContract(openWithRoom);
  groupMessageContract(openWithRoom);
  attentionContract(openWithRoom);
  missedContract(openWithRoom);
  savedContract(openWithRoom);
  searchContract(openWithRoom);
}

function settingsAndRooms(open: OpenReplica): void {
  test('the profile is made once and stays', async () => {
    const replica = await open();
    expect(await replica.profile.readOrMake(profile)).toEqual(profile);
    const other = {
      device: 'other00000000000' as DeviceId,
      deviceSecret: 'o'.repeat(43) as Secret,
    };
    expect(await replica.profile.readOrMake(other)).toEqual(profile);
  });

  test('settings are added to, not replaced', async () => {
    const replica = await open();
    expect(await replica.profile.readSettings()).toEqual({});
    await replica.profile.saveSettings({ language: 'tr', theme: 'dark' });
    await replica.profile.saveSettings({ theme: 'light' });
    expect(await replica.profile.readSettings()).toEqual({ language: 'tr', theme: 'light' });
  });

  test('rooms are saved, changed and listed', async () => {
    const replica = await open();
    const token = 't'.repeat(43) as Secret;
    await replica.rooms.save(roomRecord({ token }));
    await replica.rooms.save(roomRecord({ room: garden, hosted: true, host: '', open: false }));
    await replica.rooms.update(kitchen, { name: 'Big kitchen', syncedTo: 7, token: undefined });
    await replica.rooms.update(garden, { open: true, epoch: 'epoch111' as Epoch });
    expect(await replica.rooms.list()).toEqual([
      roomRecord({ name: 'Big kitchen', syncedTo: 7 }),
      roomRecord({ room: garden, hosted: true, host: '', epoch: 'epoch111' as Epoch }),
    ]);
  });

  test('saving a room again keeps what is held of it', async () => {
    const replica = await open();
    await replica.rooms.save(roomRecord());
    await replica.entries.add(kitchen, everyone, run(1, 3));
    await replica.rooms.save(roomRecord({ name: 'New' }));
    expect((await replica.conversations.list(kitchen))[0]?.lastSeq).toBe(3);
  });

  test('changing a room that is not there does nothing', async () => {
    const replica = await open();
    await replica.rooms.update(kitchen, { name: 'x' });
    await replica.rooms.remove(kitchen);
    await replica.rooms.clearCopy(kitchen);
    expect(await replica.rooms.list()).toEqual([]);
  });

  test('a room that is not there cannot be written to', async () => {
    const replica = await open();
    await expect(replica.entries.add(kitchen, everyone, run(1, 1))).rejects.toThrow('No such room');
  });

  test('a removed room leaves nothing behind, and the others as they were', async () => {
    const replica = await open();
    await replica.rooms.save(roomRecord());
    await replica.rooms.save(roomRecord({ room: garden }));
    for (const room of [kitchen, garden]) {
      await replica.entries.add(room, everyone, run(1, 3));
      await replica.outbox.add(room, waiting(9));
      await replica.members.save(room, [{ account: ali, name: 'Ali', presence: 'online' }]);
      await replica.groups.save(room, [group()]);
      await replica.contacts.save(room, contact({ note: 'x' }));
      await replica.contacts.saveGroup(room, team);
      await replica.groupMessages.add(room, {
        ...toAli,
        copies: [{ account: ali, item: waiting(8) }],
      });
    }
    await replica.rooms.remove(kitchen);
    expect(await replica.rooms.list()).toEqual([roomRecord({ room: garden })]);
    const { hits } = await replica.search.find({ text: 'message', limit: 10 });
    expect(hits.map(({ room }) => room)).toEqual([garden, garden, garden]);
    await replica.rooms.save(roomRecord());
    expect(await replica.conversations.list(kitchen)).toEqual([]);
    expect(await replica.outbox.list(kitchen)).toEqual([]);
    expect(await replica.members.list(kitchen)).toEqual([]);
    expect(await replica.groups.list(kitchen)).toEqual([]);
    expect(await replica.contacts.list(kitchen)).toEqual([]);
    expect(await replica.contacts.listGroups(kitchen)).toEqual([]);
    expect(await replica.groupMessages.list(kitchen, team.group)).toEqual([]);
    expect(await replica.outbox.list(garden)).toEqual([waiting(9), waiting(8)]);
    expect(await replica.groups.list(garden)).toEqual([group()]);
    expect(await replica.contacts.list(garden)).toEqual([contact({ note: 'x' })]);
    expect(await replica.contacts.listGroups(garden)).toEqual([team]);
    expect(await replica.groupMessages.list(garden, team.group)).toHaveLength(1);
  });

  test('W9 a full resync forgets the copy and keeps outbox, drafts, contacts and the record', async () => {
    const replica = await open();
    await replica.rooms.save(roomRecord({ syncedTo: 5 }));
    await replica.entries.add(kitchen, everyone, run(1, 3));
    await replica.conversations.markRead(kitchen, everyone, 2);
    await replica.conversations.markRead(kitchen, withAli, 2);
    await replica.conversations.saveDraft(kitchen, everyone, { text: 'half a tho' });
    await replica.outbox.add(kitchen, waiting(9));
    await replica.members.save(kitchen, [{ account: ali, name: 'Ali', presence: 'online' }]);
    await replica.groups.save(kitchen, [group()]);
    await replica.contacts.save(kitchen, contact({ note: 'x' }));
    await replica.contacts.saveGroup(kitchen, team);
    await replica.conversations.markDelivered(kitchen, everyone, 3);
    await replica.rooms.clearCopy(kitchen);
    expect(await replica.groups.list(kitchen)).toEqual([]);
    expect(await replica.contacts.list(kitchen)).toEqual([contact({ note: 'x' })]);
    expect(await replica.contacts.listGroups(kitchen)).toEqual([team]);
    expect(await replica.rooms.list()).toEqual([roomRecord({ syncedTo: 0 })]);
    expect(await replica.members.list(kitchen)).toEqual([]);
    expect(await replica.outbox.list(kitchen)).toEqual([waiting(9)]);
    const nothing = {
      firstSeq: 0,
      lastSeq: 0,
      readSeq: 0,
      unread: 0,
      mentions: 0,
      deliveredSeq: 0,
      oldestSeq: 1,
    };
    expect(await replica.conversations.list(kitchen)).toEqual([
      { in: everyone, ...nothing, draft: 'half a tho' },
    ]);
    expect((await replica.search.find({ text: 'message', limit: 10 })).hits).toEqual([]);
    // Other messages may have the numbers now.
    await replica.entries.add(
      kitchen,
      everyone,
      run(1, 2, { text: 'after the backup', from: veli }),
    );
    expect((await replica.search.find({ text: 'backup', limit: 10 })).hits).toHaveLength(2);
    expect((await replica.search.find({ text: 'message', limit: 10 })).hits).toHaveLength(0);
    expect(
      (await replica.entries.readTimeline({ room: kitchen, in: everyone, limit: 9 })).entries,
    ).toEqual(run(1, 2, { text: 'after the backup', from: veli }));
  });
}

function membersAndOutbox(open: OpenReplica): void {
  test('members are replaced one by one, and nobody is online from disk', async () => {
    const replica = await open();
    await replica.members.save(kitchen, [
      { account: veli, name: 'Veli', presence: 'away', lastSeenAt: 5, guest: true },
      { account: ali, name: 'Ali', presence: 'online' },
    ]);
    await replica.members.save(kitchen, [
      { account: ali, name: 'ALİ', presence: 'online', lastSeenAt: 6 },
    ]);
    expect(await replica.members.list(kitchen)).toEqual([
      { account: ali, name: 'ALİ', presence: 'offline', lastSeenAt: 6 },
      { account: veli, name: 'Veli', presence: 'offline', lastSeenAt: 5, guest: true },
    ]);
  });

  test('what waits for its time is kept as it was listed last, for each room its own', async () => {
    const replica = await open();
    const message = { in: everyone, cid: cidOf(1), text: 'günaydın \ud83d', at: 7, reply: 3 };
    expect(await replica.later.list(kitchen)).toEqual([]);
    await replica.later.keep(kitchen, [{ ...message, text: 'before' }]);
    await replica.later.keep(kitchen, [message, { ...message, cid: cidOf(2), refusal: 'muted' }]);
    await replica.rooms.save(roomRecord({ room: garden }));
    await replica.later.keep(garden, [message]);
    expect(await replica.later.list(kitchen)).toMatchObject([{ reply: 3 }, { refusal: 'muted' }]);
    await replica.rooms.clearCopy(kitchen);
    expect(await replica.later.list(kitchen)).toHaveLength(2);
    await replica.later.keep(kitchen, []);
    expect(await replica.later.list(kitchen)).toEqual([]);
    expect(await replica.later.list(garden)).toHaveLength(1);
  });

  test('W4 the outbox keeps its order and its states', async () => {
    const replica = await open();
    await replica.outbox.add(kitchen, waiting(3));
    await replica.outbox.add(kitchen, waiting(1));
    await replica.outbox.add(kitchen, waiting(2));
    const failed = { is: 'failed', refusal: { code: 'too-fast', retryAfterMs: 500 } } as const;
    await replica.outbox.change(kitchen, cidOf(3), failed);
    await replica.outbox.change(kitchen, cidOf(7), failed);
    await replica.outbox.remove(kitchen, cidOf(1));
    expect(await replica.outbox.list(kitchen)).toEqual([waiting(3, { state: failed }), waiting(2)]);
    await replica.outbox.change(kitchen, cidOf(3), { is: 'sending' });
    expect(await replica.outbox.list(kitchen)).toEqual([waiting(3), waiting(2)]);
  });

  test('W4 the outbox keeps whether a message went out, also where it says something else then', async () => {
    const replica = await open();
    await replica.outbox.add(kitchen, waiting(1));
    await replica.outbox.add(kitchen, { ...waiting(2), wentOut: true });
    await replica.outbox.noteWentOut(kitchen, cidOf(1));
    const there = waiting(2, { wentOut: true });
    expect(await replica.outbox.list(kitchen)).toEqual([waiting(1, { wentOut: true }), there]);
    await replica.outbox.add(kitchen, waiting(1));
    expect(await replica.outbox.list(kitchen)).toEqual([waiting(1), there]);
  });

  test('W4 an own message leaves the outbox when it arrives from the room', async () => {
    const replica = await open();
    await replica.outbox.add(kitchen, waiting(1));
    await replica.outbox.add(kitchen, waiting(2));
    await replica.entries.add(kitchen, everyone, [
      said(1, { from: me, cid: cidOf(1) }),
      // The same cid of somebody else is another message.
      said(2, { from: ali, cid: cidOf(2) }),
    ]);
    expect(await replica.outbox.list(kitchen)).toEqual([waiting(2)]);
  });
}
