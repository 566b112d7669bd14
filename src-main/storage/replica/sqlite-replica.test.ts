import { describe } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { openReplica } from './sqlite-replica.ts';
import { replicaContract } from './testing/replica-contract.ts';

describe('a replica on SQLite', () => {
  replicaContract(async () => openReplica({ folder: temporaryFolder() }));
});

describe('a replica on a SQLite without full text', () => {
  replicaContract(async () => openReplica({ folder: temporaryFolder() }, { hasTrigrams: false }));
});

describe('a replica on SQLite that looks everything up', () => {
  replicaContract(async () => openReplica({ folder: temporaryFolder() }, { fewMessages: 0 }));
});
