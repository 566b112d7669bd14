import { expect, test } from 'vitest';
import { directConversation, everyone, groupConversation } from '../../src-shared/protocol/ids.ts';
import type { AccountId, ConversationId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { ali, ayse, bora, driveRoom, refusals, told, veli } from './testing/driven-room.ts';

const trip = groupConversation('trip000000000000');
const crowd = groupConversation('crowd00000000000');
const stays = (accounts: readonly AccountId[]) =>
  accounts.map((account) => ({ account, firstSeq: 1 }));
const strangers = Array.from(
  { length: limits.smallGroupMembers },
  (_, i) => `stranger-${String(i).padStart(2, '0')}`.slice(-10) as AccountId,
);

function drive() {
  const groups = [
    { in: trip, name: 'Trip', owner: ali, readOnly: false, members: stays([ali, veli, ayse]) },
    { in: crowd, name: 'Crowd', owner: ali, readOnly: false, members: stays([ali, ...strangers]) },
  ];
  const room = driveRoom({ groups, messageBurst: 10, messagesPerSecond: 2 });
  const { session } = room.enter(ali);
  const type = (id: ConversationId) =>
    room.say(session, { type: 'set-typing', in: id, isTyping: true });
  return { ...room, type };
}

test('the others of a direct conversation and of a small group are told', () => {
  const room = drive();
  const [there, too] = [room.enter(veli).session, room.enter(ayse).session];
  room.enter(bora);
  const frame = { type: 'typing', account: ali, isTyping: true };
  expect(told(room.type(directConversation(ali, veli)))).toEqual([
    [[there], { ...frame, in: directConversation(ali, veli) }],
  ]);
  expect(told(room.type(trip))).toEqual([[[there, too], { ...frame, in: trip }]]);
});

test('nobody is told of what is typed to all or to many, or where one may not write', () => {
  const room = drive();
  room.enter(veli);
  expect(told(room.type(everyone))).toEqual([]);
  expect(told(room.type(crowd))).toEqual([]);
  expect(refusals(room.type(directConversation(veli, ayse)))).toEqual(['no-such-conversation']);
});

test('plain programs are never told', () => {
  const room = drive();
  room.enter(veli, 'device-device-02', { dialect: 'irc' });
  expect(told(room.type(directConversation(ali, veli)))).toEqual([]);
});

test('it has a rate', () => {
  const room = drive();
  const answers = Array.from({ length: 40 }, () => refusals(room.type(trip))).flat();
  expect(answers).toContain('too-fast');
  expect(answers.length).toBeGreaterThan(20);
});
