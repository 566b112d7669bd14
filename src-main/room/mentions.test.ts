import { expect, test } from 'vitest';
import { directConversation, everyone, groupConversation } from '../../src-shared/protocol/ids.ts';
import type { Cid } from '../../src-shared/protocol/ids.ts';
import { mentionsPerMessage } from '../../src-shared/protocol/mentions.ts';
import { systemPlace } from './system-entries.ts';
import { ali, ayse, draftsOf, driveRoom, message, veli } from './testing/driven-room.ts';
import type { DrivenRoom } from './testing/driven-room.ts';

const trip = groupConversation('trip000000000000');
const inTrip = [ali, veli].map((account) => ({ account, firstSeq: 1 }));

function drive(): DrivenRoom {
  return driveRoom({
    groups: [{ in: trip, name: 'Trip', owner: ali, readOnly: false, members: inTrip }],
  });
}

function mentioned(room: DrivenRoom, by: typeof ali, said: ReturnType<typeof message>) {
  const { session } = room.enter(by);
  const [draft] = draftsOf(room.say(session, said));
  if (draft?.type !== 'message') throw new Error('nothing was said');
  return draft.mentions;
}

test('the room finds whom a text mentions, by account, in whatever case', () => {
  expect(mentioned(drive(), ali, message('gel @VELI, @ayse ve @nobody'))).toEqual([
    { account: veli, name: 'VELI' },
    { account: ayse, name: 'ayse' },
  ]);
  expect(mentioned(drive(), ali, message('nobody here'))).toBeUndefined();
});

test('who writes by a plain program mentions people too, and is mentioned', () => {
  const room = drive();
  const { session } = room.enterAsGuest('Deniz');
  const guest = room.report(session, {
    is: 'guest-made',
    account: 'account-de' as typeof ali,
    name: 'Deniz',
    nameKey: 'deniz',
  });
  expect(guest.length).toBeGreaterThan(0);
  const [draft] = draftsOf(room.say(session, message('ali: selam')));
  expect(draft).toMatchObject({ mentions: [{ account: ali, name: 'ali' }] });
});

test('only who reads there is mentioned', () => {
  expect(mentioned(drive(), ali, message('@Veli @Ayşe', trip))).toEqual([
    { account: veli, name: 'Veli' },
  ]);
  expect(mentioned(drive(), ali, message('@Veli @Ayşe', directConversation(ali, ayse)))).toEqual([
    { account: ayse, name: 'Ayşe' },
  ]);
});

test('a name that looks like another one mentions nobody', () => {
  expect(mentioned(drive(), ali, message('@Ve1i'))).toBeUndefined();
});

test('a program cannot say itself whom a message mentions', () => {
  const room = drive();
  const { session } = room.enter(ali);
  const faked = { ...message('hello'), mentions: [{ account: veli, name: 'hello' }] };
  const [draft] = draftsOf(room.say(session, faked));
  expect(draft).not.toHaveProperty('mentions');
});

test('@everyone means all for who may, and is text for others', () => {
  const all = [{ account: 'everyone', name: 'herkes' }];
  expect(mentioned(drive(), veli, message('@herkes'))).toBeUndefined();
  expect(mentioned(drive(), ali, message('@herkes', trip))).toEqual(all);
  expect(mentioned(drive(), veli, message('@herkes', trip))).toBeUndefined();
  const room = drive();
  const set = { type: 'role-set', in: systemPlace, id: 1, seq: 1, at: 1 } as const;
  room.room.stored([{ ...set, by: ali, account: veli, role: 'moderator' }]);
  expect(mentioned(room, veli, message('@herkes'))).toEqual(all);
});

test('an edit mentions whom its own text names', () => {
  const room = drive();
  const { session } = room.enter(ali);
  const cid = 'cid-cid-cid-cid-2' as Cid;
  const [draft] = draftsOf(
    room.say(session, { type: 'edit-message', in: everyone, cid, target: 1, text: '@Ayşe' }),
  );
  expect(draft).toMatchObject({ mentions: [{ account: ayse, name: 'Ayşe' }] });
});

test('a message mentions so many and no more', () => {
  const room = drive();
  const text = Array.from({ length: 60 }, (_, i) => ['@ali', '@Ali', '@aLi'][i % 3]).join(' ');
  expect(mentioned(room, veli, message(text))?.length).toBeLessThanOrEqual(mentionsPerMessage);
});
