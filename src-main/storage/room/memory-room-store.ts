import type { HostOptions } from '../../../src-shared/host/host-options.ts';
import { limits } from '../../../src-shared/protocol/limits.ts';
import type { RoomIdentity, RoomStore } from '../../room/ports.ts';
import { MemoryAccounts } from './memory-accounts.ts';
import { MemoryLog } from './memory-log.ts';
import { MemoryReceipts } from './memory-receipts.ts';

export type MemoryRoomStoreOptions = {
  identity: RoomIdentity;
  /** Fewer than `limits.freeDiskBytes` and new messages are refused. */
  freeBytes?: () => number;
};

/** A room's store that ends with the process; for tests and rooms that keep nothing. */
export function createMemoryRoomStore(options: MemoryRoomStoreOptions): RoomStore {
  const { identity, freeBytes = () => Number.MAX_SAFE_INTEGER } = options;
  const isFull = () => freeBytes() < limits.freeDiskBytes;
  const log = new MemoryLog(isFull);
  let hostOptions: HostOptions = { plain: false, logTexts: false };
  return {
    identity,
    log,
    accounts: new MemoryAccounts(),
    groups: { list: async () => log.groups() },
    receipts: new MemoryReceipts(log),
    options: {
      read: async () => ({ ...hostOptions }),
      save: async (changed) => {
        hostOptions = { ...changed };
      },
    },
    file: {
      size: async () => 0,
      fullDisk: async () => (isFull() ? { freeBytes: freeBytes() } : undefined),
      nextFinding: async () => undefined,
      close: async () => undefined,
    },
  };
}
