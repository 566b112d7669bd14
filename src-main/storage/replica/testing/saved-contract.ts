import { expect, test } from 'vitest';
import { everyone } from '../../../../src-shared/protocol/ids.ts';
import { mostSavedMessages } from '../../../client/replica/saved.ts';
import type { OpenReplica } from './replica-contract.ts';
import { ali, changing, cidOf, kitchen, run, said, withAli } from './replica-samples.ts';

/** What a `Replica` with the room `kitchen` keeps of what a person has put aside. */
export function savedContract(open: OpenReplica): void {
  const filled = async () => {
    const replica = await open();
    await replica.entries.add(kitchen, everyone, run(1, 3));
    await replica.entries.add(kitchen, withAli, [
      said(1, { in: withAli, id: 9000, cid: cidOf(9000) }),
    ]);
    const numbers = async () =>
      (await replica.saved.list(kitchen)).map(({ in: id, seq }) => [id, seq]);
    const { saved, rooms, entries } = replica;
    return { saved, rooms, entries, numbers };
  };

  test('what was put aside is listed, the newest first, until it is taken out', async () => {
    const { saved, numbers } = await filled();
    expect(await saved.save(kitchen, everyone, 3)).toBe('saved');
    expect(await saved.save(kitchen, withAli, 1)).toBe('saved');
    expect(await saved.save(kitchen, everyone, 1)).toBe('saved');
    expect(await saved.save(kitchen, everyone, 7)).toBe('no-message');
    expect(await numbers()).toEqual([
      [everyone, 1],
      [withAli, 1],
      [everyone, 3],
    ]);
    await saved.remove(kitchen, withAli, 1);
    await saved.remove(kitchen, withAli, 5);
    expect(await numbers()).toEqual([
      [everyone, 1],
      [everyone, 3],
    ]);
  });

  test('it is shown as it is now; of what was deleted nothing is left', async () => {
    const { saved, entries } = await filled();
    for (const seq of [1, 2]) await saved.save(kitchen, everyone, seq);
    await entries.add(kitchen, everyone, [
      changing('message-edited', { seq: 4, target: 1, text: 'changed' }),
      changing('message-deleted', { seq: 5, target: 2 }),
    ]);
    expect((await saved.list(kitchen)).map(({ text }) => text)).toEqual(['changed']);
    expect(await saved.save(kitchen, everyone, 2)).toBe('no-message');
  });

  test('W9 after a full resync it is there again, unless its number is another message’s', async () => {
    const { saved, rooms, entries, numbers } = await filled();
    for (const seq of [1, 2]) await saved.save(kitchen, everyone, seq);
    await rooms.clearCopy(kitchen);
    expect(await numbers()).toEqual([]);
    await entries.add(kitchen, everyone, [said(1), said(2, { from: ali, at: 7777 })]);
    expect(await numbers()).toEqual([[everyone, 1]]);
  });

  test('so many are put aside in a room, and no more', async () => {
    const { saved, entries } = await filled();
    await entries.add(kitchen, everyone, run(4, mostSavedMessages + 1));
    const put = Array.from({ length: mostSavedMessages }, (_, i) =>
      saved.save(kitchen, everyone, i + 1),
    );
    expect(new Set(await Promise.all(put))).toEqual(new Set(['saved']));
    expect(await saved.save(kitchen, everyone, mostSavedMessages + 1)).toBe('too-many');
  });
}
