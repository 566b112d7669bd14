import { usualFileTerms } from '../../../../src-shared/protocol/files.ts';
import { expect, onTestFinished, test } from 'vitest';
import { directConversation } from '../../../../src-shared/protocol/ids.ts';
import type { AccountId } from '../../../../src-shared/protocol/ids.ts';
import { limits } from '../../../../src-shared/protocol/limits.ts';
import type { RoomStore } from '../../../room/ports.ts';
import { optionsChanged } from '../../../room/system-entries.ts';
import { added, ali, cem, message, removed, trip, veli, withVeli } from './room-samples.ts';

/** What every `RoomStore` keeps besides log and accounts. */
export function receiptStoreContract(openStore: () => Promise<RoomStore>): void {
  const open = async () => {
    const store = await openStore();
    onTestFinished(() => store.file.close());
    return store;
  };

  const four = [1, 2, 3, 4].map((number) => message(number, { in: withVeli }));

  test('W11 each side is told how far the other one has got, and nobody else is', async () => {
    const { log, receipts } = await open();
    const aliCem = directConversation(ali, cem);
    await log.append([...four, message(5, { in: aliCem }), message(6, { in: aliCem }), added(ali)]);
    await receipts.save([
      { in: withVeli, account: veli, delivered: 4 },
      { in: withVeli, account: ali, delivered: 3 },
      { in: aliCem, account: cem, delivered: 2 },
    ]);
    expect(await receipts.list({ account: ali })).toEqual({
      receipts: [
        { in: aliCem, account: cem, delivered: 2 },
        { in: withVeli, account: veli, delivered: 4 },
      ],
    });
    expect(await receipts.list({ account: veli })).toEqual({
      receipts: [{ in: withVeli, account: ali, delivered: 3 }],
    });
    expect(await receipts.list({ account: cem })).toEqual({ receipts: [] });
  });

  test('W11 a receipt past the end of the conversation is not kept', async () => {
    const { log, receipts } = await open();
    const receipt = { in: withVeli, account: veli };
    expect(await receipts.save([{ ...receipt, delivered: 1 }])).toEqual([false]);
    await log.append(four);
    const tried = [3, 5, 2 ** 53 - 1, 4].map((delivered) => ({ ...receipt, delivered }));
    expect(await receipts.save(tried)).toEqual([true, false, false, true]);
    expect((await receipts.list({ account: ali })).receipts).toEqual([
      { ...receipt, delivered: 4 },
    ]);
  });

  test('W11 a receipt never moves backwards', async () => {
    const { log, receipts } = await open();
    await log.append(four);
    await log.append([5, 6].map((number) => message(number, { in: withVeli })));
    const receipt = { in: withVeli, account: veli };
    await receipts.save([
      { ...receipt, delivered: 5 },
      { ...receipt, delivered: 4 },
    ]);
    await receipts.save([{ ...receipt, delivered: 3 }]);
    expect((await receipts.list({ account: ali })).receipts).toEqual([
      { ...receipt, delivered: 5 },
    ]);
    await receipts.save([{ ...receipt, delivered: 6 }]);
    expect((await receipts.list({ account: ali })).receipts).toEqual([
      { ...receipt, delivered: 6 },
    ]);
  });

  test('W11 how far somebody has read is told to who is in, and can be taken back', async () => {
    const { log, receipts } = await open();
    await log.append([...four, added(ali), added(veli), added(cem)]);
    const read = { in: withVeli, account: veli };
    await receipts.save([
      { ...read, delivered: 4 },
      { ...read, read: 3 },
      { ...read, read: 2 },
      { in: trip, account: veli, read: 2 },
      { in: trip, account: ali, read: 1 },
    ]);
    expect(await receipts.save([{ ...read, read: 5 }])).toEqual([false]);
    expect((await receipts.list({ account: ali })).receipts).toEqual([
      { ...read, delivered: 4, read: 3 },
      // One's own, so that it can be taken back.
      { in: trip, account: ali, read: 1 },
      { in: trip, account: veli, read: 2 },
    ]);
    await receipts.save([
      { ...read, read: 0 },
      { in: trip, account: veli, read: 0 },
    ]);
    expect((await receipts.list({ account: ali })).receipts).toEqual([
      { ...read, delivered: 4 },
      { in: trip, account: ali, read: 1 },
    ]);
    await receipts.save([{ ...read, read: 4 }]);
    expect((await receipts.list({ account: ali })).receipts[0]).toMatchObject({ read: 4 });
    await log.append([removed(cem)]);
    expect((await receipts.list({ account: cem })).receipts).toEqual([]);
  });

  test('W11 a receipt for what is no direct conversation of the log is not listed', async () => {
    const { log, receipts } = await open();
    await log.append([added(ali), added(veli)]);
    await receipts.save([
      { in: withVeli, account: veli, delivered: 1 },
      { in: trip, account: veli, delivered: 1 },
    ]);
    expect(await receipts.list({ account: ali })).toEqual({ receipts: [] });
  });

  test('W11 receipts come in pages that miss nothing and repeat nothing', async () => {
    const { log, receipts } = await open();
    const partners = Array.from({ length: limits.rosterPage + 1 }, (_, index) => {
      return `p${String(index).padStart(9, '0')}` as AccountId;
    });
    const all = partners.map((account) => {
      return { in: directConversation(ali, account), account, delivered: 1 };
    });
    await log.append(all.map(({ in: id }, index) => message(index, { in: id })));
    await receipts.save(all);
    const first = await receipts.list({ account: ali });
    expect(first.receipts).toEqual(all.slice(0, limits.rosterPage));
    const second = await receipts.list({ account: ali, from: first.next });
    expect(second).toEqual({ receipts: all.slice(limits.rosterPage) });
  });

  test('W15 what the host can switch is off in a new room and stays as it was saved', async () => {
    const store = await open();
    expect((await store.log.snapshot()).options).toEqual({
      plain: false,
      logTexts: false,
      access: 'open',
      files: usualFileTerms,
    });
    await store.log.append([
      optionsChanged({ plain: true, logTexts: false, access: 'open', files: usualFileTerms }, 1),
    ]);
    expect((await store.log.snapshot()).options).toEqual({
      plain: true,
      logTexts: false,
      access: 'open',
      files: usualFileTerms,
    });
    await store.log.append([
      optionsChanged({ plain: false, logTexts: true, access: 'open', files: usualFileTerms }, 1),
    ]);
    expect((await store.log.snapshot()).options).toEqual({
      plain: false,
      logTexts: true,
      access: 'open',
      files: usualFileTerms,
    });
  });
}
