import { expect, it } from 'vitest';
import { topicConversation } from '../../src-shared/protocol/ids.ts';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import { topicKeyOf } from '../../src-shared/text/names.ts';
import { mayNameTopic, topicPlaces } from './topic-places.ts';

const topics = new Map(
  ['ödev', 'v1.2', 'ödev-ek', 'c++'].map((name, at) => {
    const owner = 'ali0000000' as AccountId;
    const id = topicConversation(`topic00000000000${at}`.slice(-16));
    return [topicKeyOf(name), { in: id, name, about: '', people: 1, owner }];
  }),
);
const found = (text: string) =>
  topicPlaces(text, topics).map(({ start, end, name }) => `${text.slice(start, end)}=${name}`);

it.each([
  ['see #ödev.', ['#ödev=ödev']],
  ['#ODEV, and (#Ödev) #ödev', ['#ODEV=ödev', '#Ödev=ödev', '#ödev=ödev']],
  ["#ödev'de #ödev-ek’e", ['#ödev=ödev', '#ödev-ek=ödev-ek']],
  ['#v1.2... #c++', ['#v1.2=v1.2', '#c++=c++']],
  ['a#ödev ##ödev &#ödev; /#ödev', []],
  ['#nothing #ödevler # ödev #', []],
] as const)('%s', (text, names) => expect(found(text)).toEqual(names));

it('a text without a name is not looked into, and one of many only so far', () => {
  expect([mayNameTopic('no # 1'), mayNameTopic('a #1')]).toEqual([false, true]);
  expect(found('#ödev '.repeat(1000))).toHaveLength(100);
});
