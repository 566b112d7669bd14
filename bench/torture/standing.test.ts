import { expect, test } from 'vitest';
import type { ConversationId } from '../../src-shared/protocol/ids.ts';
import { readUpTo } from './standing.ts';

const group = 'group:8sd0Zq1-mT_4wXyB' as ConversationId;

test.each([
  [{ firstSeq: 0, readSeq: 0 }, 0, [0, 0]],
  [{ firstSeq: 1, readSeq: 7 }, 7, [7, 7]],
  // Read in an earlier life, of which this one knows nothing.
  [{ firstSeq: 1, readSeq: 7 }, 0, [7, 7]],
  [{ firstSeq: 301, readSeq: 301 }, 301, [301, 301]],
  // All up to 300 is gone, and 112 was the last that was read.
  [{ firstSeq: 301, readSeq: 300 }, 112, [112, 300]],
  [{ firstSeq: 0, readSeq: 300 }, 112, [112, 300]],
])('of %o, read to %i, others know what is within %o', (record, read, [least, most]) => {
  expect(readUpTo({ in: group, ...record }, read)).toEqual([group, least, most]);
});
