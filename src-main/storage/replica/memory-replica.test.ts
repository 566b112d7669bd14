import { describe } from 'vitest';
import { MemoryReplica } from './memory-replica.ts';
import { replicaContract } from './testing/replica-contract.ts';

describe('a replica in memory', () => {
  replicaContract(async () => new MemoryReplica());
});
