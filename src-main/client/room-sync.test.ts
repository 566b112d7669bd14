import { expect, it } from 'vitest';
import { directConversation, everyone } from '../../src-shared/protocol/ids.ts';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import { openMembership } from './testing/membership.ts';
import { own, veli } from './testing/scripted-room.ts';

const ayse = 'ayse000000' as AccountId;
const withVeli = directConversation(own, veli);
const withAyse = directConversation(own, ayse);

it('W8 what is appended while the list of heads is read page by page is asked for the next time', async () => {
  const oda = await openMembership();
  oda.room.add('one');
  await oda.goLive();
  oda.room.add('two', { in: withVeli });
  oda.room.add('three', { in: withAyse, from: ayse });
  oda.room.on('sync', ({ from }) => {
    if (from) return { conversations: [{ in: withVeli, lastSeq: 1, lastId: 2 }], head: 4 };
    // Between the two pages somebody writes to everyone, and this computer does not hear it live.
    oda.room.add('missed');
    const conversations = [{ in: withAyse, lastSeq: 1, lastId: 3 }];
    return { conversations, head: 3, next: withVeli };
  });
  oda.room.cut();
  await oda.untilState('waiting');
  oda.clock.advance(500);
  await oda.untilState('live');
  expect(await oda.timeline(everyone)).toEqual(['one']);
  expect(await oda.timeline(withVeli)).toEqual(['two']);
  expect(await oda.timeline(withAyse)).toEqual(['three']);

  oda.room.on('sync', () => undefined);
  oda.room.cut();
  await oda.untilState('waiting');
  oda.clock.advance(30_000);
  await oda.untilState('live');
  expect(oda.room.askedFor('sync').at(-1)).toMatchObject({ after: 3 });
  expect(await oda.timeline(everyone)).toEqual(['one', 'missed']);
});
