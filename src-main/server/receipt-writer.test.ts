import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { Receipt } from '../../src-shared/protocol/receipts.ts';
import { directConversation } from '../../src-shared/protocol/ids.ts';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import { ReceiptWriter } from './receipt-writer.ts';

const ali = 'ali-ali-al' as AccountId;
const veli = 'veli-veli-' as AccountId;
const receipt = (account: AccountId, delivered: number): Receipt => ({
  in: directConversation(ali, veli),
  account,
  delivered,
});

it('W11 what one turn brings is one call of the store, and each is told what became of it', async () => {
  const saved: (readonly Receipt[])[] = [];
  const save = async (receipts: readonly Receipt[]) => {
    saved.push(receipts);
    return receipts.map(({ delivered = 0 }) => delivered < 4);
  };
  const writer = new ReceiptWriter({ save }, (work) => void work());
  const outcomes: string[] = [];
  const note = (name: string) => (outcome: string) => void outcomes.push(`${name} ${outcome}`);
  writer.save(receipt(ali, 3), note('one'));
  writer.save(receipt(veli, 4), note('other'));
  await writer.handedOver();
  writer.save(receipt(ali, 2), note('later'));
  await nextTurn();
  expect(saved).toEqual([[receipt(ali, 3), receipt(veli, 4)], [receipt(ali, 2)]]);
  await expect.poll(() => outcomes).toEqual(['one kept', 'other ahead', 'later kept']);
});

it('W3 where the store fails, each is told so', async () => {
  const failure = new Error('no disk');
  const defects: unknown[] = [];
  const writer = new ReceiptWriter({ save: () => Promise.reject(failure) }, (work) => {
    work().catch((error: unknown) => defects.push(error));
  });
  const outcome = await new Promise((resolve) => writer.save(receipt(ali, 1), resolve));
  expect(outcome).toBe('failed');
  await expect.poll(() => defects).toEqual([failure]);
});
