import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { Receipt } from '../../src-shared/protocol/frames.ts';
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

it('W11 what one turn brings is one call of the store, with the newest of each', async () => {
  const saved: (readonly Receipt[])[] = [];
  const save = async (receipts: readonly Receipt[]) => void saved.push(receipts);
  const writer = new ReceiptWriter({ save }, (work) => void work());
  writer.save([receipt(ali, 3), receipt(veli, 1)]);
  writer.save([receipt(ali, 2)]);
  writer.save([receipt(veli, 4)]);
  await writer.handedOver();
  writer.save([receipt(ali, 5)]);
  await nextTurn();
  expect(saved).toEqual([[receipt(ali, 3), receipt(veli, 4)], [receipt(ali, 5)]]);
});
