import { expect, it } from 'vitest';
import type { Entry } from '../../src-shared/protocol/entries.ts';
import type { FileHash } from '../../src-shared/protocol/files.ts';
import { everyone } from '../../src-shared/protocol/ids.ts';
import { RoomCopy } from './room-copy.ts';
import type { RoomCopyParts } from './room-copy.ts';
import { newReplica, record } from './testing/membership.ts';
import { roomId, ScriptedRoom, veli } from './testing/scripted-room.ts';

async function openCopy(parts?: RoomCopyParts) {
  const replica = newReplica();
  await replica.rooms.save(record);
  const copy = new RoomCopy(replica, roomId, parts);
  await copy.load();
  const room = new ScriptedRoom();
  for (let n = 1; n <= 9; n += 1) room.add(`message ${n}`);
  const numbers = async () => {
    const page = await replica.entries.readTimeline({ room: roomId, in: everyone, limit: 500 });
    return page.entries.map(({ seq }) => seq);
  };
  return {
    copy,
    numbers,
    replica,
    log: (from: number, to: number) => room.log.slice(from - 1, to),
  };
}

const seqs = (entries: readonly Entry[]) => entries.map(({ seq }) => seq);

it('W7 pages that overlap, asked for at once, are added once and in order', async () => {
  const { copy, log, numbers } = await openCopy();
  const added = await Promise.all([
    copy.append(everyone, log(4, 6)),
    copy.append(everyone, log(4, 7)),
    copy.prepend(everyone, log(2, 5)),
    copy.append(everyone, log(9, 9)),
    copy.prepend(everyone, log(1, 3)),
    copy.append(everyone, log(6, 8)),
  ]);
  expect(added.map(seqs)).toEqual([[4, 5, 6], [7], [2, 3], [], [1], [8]]);
  expect(await numbers()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

it('a draft survives what comes meanwhile and what is fetched anew', async () => {
  const { copy, log } = await openCopy();
  await Promise.all([
    copy.append(everyone, log(1, 3)),
    copy.saveDraft(everyone, { text: 'taslak' }),
    copy.append(everyone, log(4, 5)),
  ]);
  expect(copy.conversation(everyone)).toMatchObject({ draft: 'taslak', lastSeq: 5 });
  await copy.clear();
  expect(copy.conversation(everyone)).toMatchObject({ draft: 'taslak', lastSeq: 0 });
});

it('what could not be taken out is taken out when the room tells of it again', async () => {
  const { copy, log, numbers, replica } = await openCopy();
  await copy.append(everyone, log(1, 3));
  const id = log(3, 3)[0]?.id ?? 0;
  const expired = {
    type: 'expired',
    in: everyone,
    seq: 4,
    id: id + 1,
    at: 1,
    by: veli,
    target: 2,
  } as const;
  const { dropBelow } = replica.entries;
  replica.entries.dropBelow = () => Promise.reject(new Error('data-full'));
  await expect(copy.append(everyone, [expired])).rejects.toThrow('data-full');
  replica.entries.dropBelow = dropBelow;
  await copy.append(everyone, [expired]);
  expect(await numbers()).toEqual([3]);
  expect(copy.conversation(everyone)).toMatchObject({ firstSeq: 3, lastSeq: 4 });
});

it('files of what the room lets go are forgotten before nothing tells of them, again if that fails', async () => {
  const hashes = ['a', 'b'].map((sign) => sign.repeat(64) as FileHash);
  const forgotten: unknown[] = [];
  let isFull = true;
  const { copy, log, numbers } = await openCopy({
    forgetFiles: async (files) => {
      forgotten.push(files, await numbers());
      if (isFull) throw new Error('data-full');
    },
  });
  const withFiles = log(1, 3).map((entry, place) => {
    const hash = hashes[place];
    return hash ? { ...entry, files: [{ hash, name: 'one.txt', size: 1 }] } : entry;
  });
  await copy.append(everyone, withFiles);
  await expect(copy.dropBelow(everyone, 3)).rejects.toThrow('data-full');
  expect(await numbers()).toEqual([1, 2, 3]);
  isFull = false;
  await copy.dropBelow(everyone, 3);
  expect(forgotten).toEqual([hashes, [1, 2, 3], hashes, [1, 2, 3]]);
  expect(await numbers()).toEqual([3]);
});

it('the read mark goes as far as what is held and never back', async () => {
  const { copy, log } = await openCopy();
  await copy.append(everyone, log(1, 3));
  await copy.markRead(everyone, 99);
  await copy.markRead(everyone, 1);
  expect(copy.conversation(everyone)).toMatchObject({ readSeq: 3, unread: 0 });
});

it('what is marked unread begins exactly there, before or after what was unread until then', async () => {
  const { copy, log } = await openCopy();
  await copy.append(everyone, log(1, 4));
  await copy.markRead(everyone, 4);
  await copy.markUnread(everyone, 2);
  expect(copy.conversation(everyone)).toMatchObject({ readSeq: 1, unread: 3 });
  await copy.markUnread(everyone, 4);
  expect(copy.conversation(everyone)).toMatchObject({ readSeq: 3, unread: 1 });
  await copy.markUnread(everyone, 9);
  expect(copy.conversation(everyone)).toMatchObject({ readSeq: 3, unread: 1 });
});

it('a conversation whose last words are not wanted any more has changed, though all was read', async () => {
  const { copy, log, replica } = await openCopy();
  await copy.append(everyone, log(1, 3));
  await copy.markRead(everyone, 3);
  const marks = { note: '', favourite: false, muted: false };
  await replica.contacts.save(roomId, { account: veli, ...marks, blocked: true });
  expect(await copy.recounted()).toEqual([everyone]);
  expect(copy.conversation(everyone).lastMessage).toBeUndefined();
  expect(await copy.recounted()).toEqual([]);
});

it('W9 what is still being written when the room went back is gone with the rest', async () => {
  const { copy, log, replica, numbers } = await openCopy();
  const { add } = replica.entries;
  const disk = Promise.withResolvers<void>();
  replica.entries.add = async (...given) => {
    await disk.promise;
    return add.apply(replica.entries, given);
  };
  const adding = copy.append(everyone, log(1, 3));
  const clearing = copy.clear();
  disk.resolve();
  await Promise.all([adding, clearing]);
  expect(copy.conversation(everyone).lastSeq).toBe(0);
  expect(await numbers()).toEqual([]);
});
