import fc from 'fast-check';
import { expect, test } from 'vitest';
import { directConversation, everyone, groupConversation } from '../protocol/ids.ts';
import type { AccountId, RoomId } from '../protocol/ids.ts';
import { formatMessageLink, parseMessageLink } from './message-link.ts';

const room = 'GTd7FguoV8FWnFbB' as RoomId;
const places = [
  everyone,
  groupConversation('8sd0Zq1-mT_4wXyB'),
  directConversation('Qm3xT0ab9Z' as AccountId, 'v7Kd-2_LwE' as AccountId),
];

test.each(places)('a link to a message of %s is read as it was written', (place) => {
  const link = { room, in: place, seq: 59 };
  expect(parseMessageLink(` ${formatMessageLink(link)} `)).toEqual(link);
});

test('whatever else a text is, it is no link to a message', () => {
  const good = formatMessageLink({ room, in: everyone, seq: 59 });
  for (const text of [
    '',
    `${good}/more`,
    `${good}?x=1`,
    good.replace('59', '0'),
    good.replace('59', '-1'),
    good.replace('59', '9'.repeat(16)),
    good.replace('everyone', 'group:short'),
    good.replace('everyone', 'direct:v7Kd-2_LwE:Qm3xT0ab9Z'),
    good.replace(room, '../../../../etc/p'),
    good.replace('oda:', 'javascript:'),
    'x'.repeat(100_000),
    `oda://join/${'a'.repeat(200)}`,
  ])
    expect(parseMessageLink(text)).toBeUndefined();
  fc.assert(
    fc.property(fc.string(), (text) => parseMessageLink(`oda://message/${text}`) === undefined),
  );
});
