import { describe } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { projectionKinds } from './projections/projections.ts';
import { textIndex } from './projections/text-index.ts';
import { openReplica } from './sqlite-replica.ts';
import { replicaContract } from './testing/replica-contract.ts';

const withoutTextIndex = projectionKinds.filter((kind) => kind !== textIndex);

describe('a replica on SQLite', () => {
  replicaContract(async () => openReplica({ folder: temporaryFolder() }));
});

describe('a replica on a SQLite without full text', () => {
  replicaContract(async () =>
    openReplica({ folder: temporaryFolder() }, { projections: withoutTextIndex }),
  );
});
