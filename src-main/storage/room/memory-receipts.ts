import type { AnswerOf } from '../../../src-shared/protocol/protocol.ts';
import type { Receipt } from '../../../src-shared/protocol/receipts.ts';
import { directPair } from '../../../src-shared/protocol/ids.ts';
import { limits } from '../../../src-shared/protocol/limits.ts';
import type { ReceiptStore } from '../../room/ports.ts';
import type { MemoryLog } from './memory-log.ts';

/** How far direct conversations of a `MemoryLog` have come. */
export class MemoryReceipts implements ReceiptStore {
  readonly #log: MemoryLog;
  readonly #receipts = new Map<string, Receipt>();

  constructor(log: MemoryLog) {
    this.#log = log;
  }

  async save(receipts: readonly Receipt[]): Promise<boolean[]> {
    return receipts.map((receipt) => {
      if (this.#log.lastSeq(receipt.in) < receipt.delivered) return false;
      const key = `${receipt.in} ${receipt.account}`;
      const known = this.#receipts.get(key)?.delivered ?? 0;
      if (receipt.delivered > known) this.#receipts.set(key, { ...receipt });
      return true;
    });
  }

  async list({
    account,
    from,
  }: Parameters<ReceiptStore['list']>[0]): Promise<AnswerOf<'list-receipts'>> {
    const found = [...this.#receipts.values()]
      .filter((receipt) => receipt.account !== account)
      .filter((receipt) => directPair(receipt.in)?.includes(account))
      .filter((receipt) => from === undefined || receipt.in >= from)
      .toSorted((one, other) => (one.in < other.in ? -1 : 1));
    return {
      receipts: found.slice(0, limits.rosterPage).map((receipt) => ({ ...receipt })),
      next: found[limits.rosterPage]?.in,
    };
  }
}
