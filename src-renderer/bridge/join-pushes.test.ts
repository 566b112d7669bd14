import { expect, test } from 'vitest';
import type { PushName, Pushes } from '../../src-shared/bridge/bridge.ts';
import { directConversation, everyone } from '../../src-shared/protocol/ids.ts';
import { ali, conversation, message, roomId, roomView, self } from './testing/sample-room.ts';
import { addTold, type Told } from './join-pushes.ts';

const hear = () => undefined;

function told<N extends PushName>(name: N, push: Pushes[N], by: () => void = hear): Told {
  return { name, push, hear: by };
}

/** What is left to be heard of all that was told. */
function joined(...all: Told[]): { name: PushName; push: unknown }[] {
  const waiting: Told[] = [];
  for (const each of all) addTold(waiting, each);
  return waiting.map(({ name, push }) => ({ name, push }));
}

const place = { room: roomId, in: everyone };
const appended = (seq: number) => told('timeline/appended', { ...place, entries: [message(seq)] });
const changed = (seq: number) =>
  told('message/changed', {
    ...place,
    messages: [{ message: message(seq), marks: { seq } }],
  });
const room = (asked: number) => told('room/changed', roomView({ asked }));
const counted = (lastSeq: number, id = everyone) =>
  told('conversation/changed', [conversation(id, { lastSeq })]);
const withAli = directConversation(self, ali);

test('messages that came one by one are heard together, before the counts that follow from them', () => {
  const all = [1, 2, 3].flatMap((seq) => [appended(seq), counted(seq), room(seq)]);
  expect(joined(...all)).toEqual([
    {
      name: 'timeline/appended',
      push: { ...place, entries: [1, 2, 3].map((seq) => message(seq)) },
    },
    { name: 'conversation/changed', push: [conversation(everyone, { lastSeq: 3 })] },
    { name: 'room/changed', push: roomView({ asked: 3 }) },
  ]);
});

test('what changes a message is heard after the message', () => {
  const heard = joined(appended(1), changed(1), appended(2), changed(2));
  expect(heard.map(({ name }) => name)).toEqual(['timeline/appended', 'message/changed']);
  expect(heard[1]?.push).toMatchObject({
    messages: [{ message: { seq: 1 } }, { message: { seq: 2 } }],
  });
});

test('of several conversations each is told once, as it is now', () => {
  expect(joined(counted(1), counted(7, withAli), counted(2))).toEqual([
    {
      name: 'conversation/changed',
      push: [conversation(withAli, { lastSeq: 7 }), conversation(everyone, { lastSeq: 2 })],
    },
  ]);
});

test('nothing is joined over something else that was told in between', () => {
  const resynced = told('room/resynced', { room: roomId, cause: { code: 'signed-out' } });
  expect(joined(appended(1), resynced, appended(2))).toHaveLength(3);
});

test('each hearer hears for itself', () => {
  const other = told('room/changed', roomView({ asked: 2 }), () => undefined);
  expect(joined(room(1), other, room(3)).map(({ push }) => push)).toEqual([
    roomView({ asked: 2 }),
    roomView({ asked: 3 }),
  ]);
});
