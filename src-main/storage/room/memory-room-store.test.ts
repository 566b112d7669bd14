import { describe } from 'vitest';
import { createMemoryRoomStore } from './memory-room-store.ts';
import { identity } from './testing/room-samples.ts';
import { roomStoreContract } from './testing/room-store-contract.ts';

describe('a room store in memory', () => {
  roomStoreContract({
    open: async () => createMemoryRoomStore({ identity }),
    openOnFullDisk: async () => createMemoryRoomStore({ identity, freeBytes: () => 1000 }),
  });
});
