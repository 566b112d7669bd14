import { expect, onTestFinished, test } from 'vitest';
import { everyone } from '../../../src-shared/protocol/ids.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { openReplica } from './sqlite-replica.ts';
import { ali, kitchen, roomRecord, run, said } from './testing/replica-samples.ts';

function openIn(folder: string) {
  const replica = openReplica({ folder });
  onTestFinished(() => replica.file.close());
  return replica;
}

test('what a room has let go is taken out step by step, and a copy that was closed in between goes on', async () => {
  const folder = temporaryFolder();
  const first = openIn(folder);
  await first.rooms.save(roomRecord());
  const entries = Array.from({ length: 1300 }, (_, place) => said(place + 1));
  await first.entries.add(kitchen, everyone, entries);
  await first.conversations.markRead(kitchen, everyone, 200);
  expect(await first.saved.save(kitchen, everyone, 7)).toBe('saved');
  const step = await first.entries.dropBelow(kitchen, everyone, 1201);
  expect(step).toMatchObject({
    isDone: false,
    record: { firstSeq: 501, lastSeq: 1300, unread: 800 },
  });
  await first.file.close();
  const again = openIn(folder);
  const steps = [];
  for (let isDone = false; !isDone; steps.push(isDone))
    ({ isDone } = await again.entries.dropBelow(kitchen, everyone, 1201));
  expect(steps).toEqual([false, true]);
  const [record] = await again.conversations.list(kitchen);
  expect(record).toMatchObject({ firstSeq: 1201, oldestSeq: 1201, readSeq: 1200, unread: 100 });
  expect(
    await again.entries.readTimeline({ room: kitchen, in: everyone, limit: 500 }),
  ).toMatchObject({
    from: 1201,
    hasOlder: false,
  });
  const found = await again.search.find({
    room: kitchen,
    text: entries[1250]?.text ?? '',
    limit: 9,
  });
  expect(found.hits.every(({ message }) => message.seq > 1200)).toBe(true);
  expect(await again.saved.list(kitchen)).toEqual([]);
});

test('when all that was held is gone, what comes next is where the copy begins', async () => {
  const replica = openIn(temporaryFolder());
  await replica.rooms.save(roomRecord());
  await replica.entries.add(kitchen, everyone, [said(1), said(2)]);
  const { record, isDone } = await replica.entries.dropBelow(kitchen, everyone, 50);
  expect([record.firstSeq, record.lastSeq, record.lastMessage, isDone]).toEqual([
    0,
    0,
    undefined,
    true,
  ]);
  const next = await replica.entries.add(kitchen, everyone, [said(50, { from: ali })]);
  expect(next).toMatchObject({ firstSeq: 50, lastSeq: 50, oldestSeq: 50, unread: 1 });
});

test('a room that says its messages are gone and then tells them does itself no harm here', async () => {
  const replica = openIn(temporaryFolder());
  await replica.rooms.save(roomRecord());
  const place = { in: everyone, seq: 50, id: 50, at: 1050 };
  const expired = { type: 'expired', ...place, by: ali, target: 40 } as const;
  await replica.entries.add(kitchen, everyone, [expired, said(51)]);
  await replica.entries.add(kitchen, everyone, run(30, 49));
  const page = await replica.entries.readTimeline({ room: kitchen, in: everyone, limit: 50 });
  expect(page.entries).toHaveLength(21);
  expect(page.marks).toBeUndefined();
});
