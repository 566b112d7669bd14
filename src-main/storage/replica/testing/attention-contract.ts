import { expect, test } from 'vitest';
import { everyone } from '../../../../src-shared/protocol/ids.ts';
import type { OpenReplica } from './replica-contract.ts';
import {
  changing,
  garden,
  kitchen,
  me,
  roomRecord,
  run,
  said,
  withAli,
} from './replica-samples.ts';

/** What a `Replica` with the room `kitchen` keeps of what a person asked to be told of. */
export function attentionContract(open: OpenReplica): void {
  test('what was chosen for a conversation is listed until it is as ever again', async () => {
    const { attention, rooms } = await open();
    await rooms.save(roomRecord({ room: garden }));
    const quiet = { in: everyone, level: 'mentions', muted: { until: 5000 } } as const;
    await attention.save(kitchen, { in: withAli, level: 'nothing', muted: {} });
    await attention.save(kitchen, { in: everyone, level: 'nothing' });
    await attention.save(kitchen, quiet);
    expect(await attention.list(kitchen)).toEqual([
      { in: withAli, level: 'nothing', muted: {} },
      quiet,
    ]);
    expect(await attention.list(garden)).toEqual([]);
    await attention.save(kitchen, { in: withAli, level: 'all' });
    expect(await attention.list(kitchen)).toEqual([quiet]);
  });

  test('it stays through a full resync, and goes with the room', async () => {
    const { attention, rooms } = await open();
    await attention.save(kitchen, { in: everyone, level: 'nothing' });
    await rooms.clearCopy(kitchen);
    expect(await attention.list(kitchen)).toHaveLength(1);
    await rooms.remove(kitchen);
    await rooms.save(roomRecord());
    expect(await attention.list(kitchen)).toEqual([]);
  });

  test('what holds one of this person’s words is counted like what mentions them', async () => {
    const replica = await open();
    const counts = async () => {
      const [record] = await replica.conversations.list(kitchen);
      return [record?.unread, record?.mentions];
    };
    const keywords = (typed: string) => replica.profile.saveSettings({ keywords: typed });
    await keywords('Çay, release');
    await replica.entries.add(kitchen, everyone, [
      said(11, { text: 'the CAY is ready' }),
      said(12, { text: 'çaydanlık' }),
      said(13, { text: 'çay', from: me }),
      said(14, { text: '@Me: release', mentions: [{ account: me, name: 'Me' }] }),
    ]);
    expect(await counts()).toEqual([3, 2]);
    await replica.entries.add(kitchen, everyone, [
      changing('message-edited', { seq: 15, id: 15, target: 12, text: 'çay' }),
      changing('message-edited', { seq: 16, id: 16, target: 11, text: 'nothing' }),
    ]);
    expect(await counts()).toEqual([3, 2]);
    await replica.conversations.markRead(kitchen, everyone, 12);
    expect(await counts()).toEqual([1, 1]);
    await replica.conversations.markUnread(kitchen, everyone, 11);
    expect(await counts()).toEqual([3, 2]);
  });

  test('words that are chosen later count for what is unread already', async () => {
    const replica = await open();
    await replica.rooms.save(roomRecord({ room: garden }));
    const mentions = async (room = kitchen) =>
      (await replica.conversations.list(room))[0]?.mentions;
    // More than is read in one go.
    await replica.entries.add(kitchen, everyone, run(1, 1200));
    await replica.entries.add(kitchen, everyone, [said(1201, { text: 'tea' })]);
    await replica.entries.add(garden, everyone, [said(1, { text: 'tea' })]);
    await replica.conversations.markRead(kitchen, everyone, 100);
    expect(await mentions()).toBe(0);
    await replica.profile.saveSettings({ keywords: 'tea' });
    expect([await mentions(), await mentions(garden)]).toEqual([1, 1]);
    await replica.profile.saveSettings({ keywords: 'message' });
    expect([await mentions(), await mentions(garden)]).toEqual([1100, 0]);
    await replica.profile.saveSettings({ keywords: '' });
    expect(await mentions()).toBe(0);
  });
}
