import { expect, it } from 'vitest';
import type { FileHash } from '../../src-shared/protocol/files.ts';
import { everyone } from '../../src-shared/protocol/ids.ts';
import { openMembership } from './testing/membership.ts';
import { veli } from './testing/scripted-room.ts';
import { until } from './testing/turns.ts';

it('who had no space for a file is not said of a connection before: it may be over', async () => {
  const oda = await (await openMembership()).goLive();
  const file = { in: everyone, seq: 1, hash: 'h'.repeat(43) as FileHash };
  oda.room.tell({ type: 'file-space', ...file, account: veli, state: 'no-space' });
  await until(() => oda.heard.withoutSpace.length === 1);
  expect(oda.client.fullDisks.all()).toEqual([{ ...file, accounts: [veli] }]);
  oda.room.cut();
  await oda.untilState('waiting');
  oda.clock.advance(500);
  await oda.untilState('live');
  expect(oda.client.fullDisks.all()).toEqual([]);
  expect(oda.heard.withoutSpace.map(({ accounts }) => accounts)).toEqual([[veli], []]);
});
