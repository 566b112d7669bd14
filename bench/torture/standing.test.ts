import { expect, test } from 'vitest';
import { directConversation, everyone } from '../../src-shared/protocol/ids.ts';
import type { AccountId, ConversationId } from '../../src-shared/protocol/ids.ts';
import { isToldRead } from './standing.ts';

const group = 'group:8sd0Zq1-mT_4wXyB' as ConversationId;
const direct = directConversation('aaaaaaaaaa' as AccountId, 'bbbbbbbbbb' as AccountId);

test.each([
  [{ in: direct, firstSeq: 1, readSeq: 0 }, true],
  [{ in: direct, firstSeq: 1, readSeq: 7 }, true],
  [{ in: group, firstSeq: 301, readSeq: 301 }, true],
  // All up to 300 is gone, and 112 was the last that was read.
  [{ in: group, firstSeq: 301, readSeq: 300 }, false],
  [{ in: everyone, firstSeq: 1, readSeq: 7 }, false],
])('of %o the others know: %s', (record, isTold) => {
  expect(isToldRead(record)).toBe(isTold);
});
