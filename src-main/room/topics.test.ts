import { describe, expect, it, test } from 'vitest';
import { topicConversation } from '../../src-shared/protocol/ids.ts';
import type { AccountId, ConversationId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { Forbiddable } from '../../src-shared/protocol/room-settings.ts';
import type { Effect, SessionId } from './effects.ts';
import { systemPlace } from './system-entries.ts';
import {
  ali,
  answers,
  ayse,
  bora,
  disk,
  draftsOf,
  driveRoom,
  keyOf,
  message,
  refusals,
  told,
  veli,
} from './testing/driven-room.ts';
import type { Said } from './testing/driven-room.ts';

const topic = topicConversation('homework00000000');
const other = topicConversation('other00000000000');
const guest = 'account-gu' as AccountId;

const make = (name: string, id: ConversationId = topic, about = ''): Said => ({
  type: 'make-topic',
  in: id,
  name,
  about,
});
const join: Said = { type: 'join-topic', in: topic };
const leave: Said = { type: 'leave-group', in: topic };
const archive = (archived: boolean): Said => ({ type: 'archive-topic', in: topic, archived });
const describeIt = (about: string): Said => ({ type: 'describe-topic', in: topic, about });
const rename = (name: string, id = topic): Said => ({ type: 'rename-group', in: id, name });

/** Ali, Veli and Bora are in the room; Ali has made a topic, and Bora is a moderator. */
function setUp() {
  const driven = driveRoom();
  const { room, say, enter, now } = driven;
  const role = { type: 'role-set', by: ali, account: bora, role: 'moderator' } as const;
  room.stored([{ ...role, in: systemPlace, id: 1, seq: 1, at: now().wallMs }]);
  const stored = disk(room);
  const sessions = {
    alis: enter(ali, 'device-device-al').session,
    velis: enter(veli, 'device-device-ve').session,
    boras: enter(bora, 'device-device-bo').session,
  };
  const does = (session: SessionId, said: Said) => stored.store(say(session, said));
  const made = does(sessions.alis, make('homework', topic, 'Sheet 4'));
  /** As moderators set it. */
  const forbid = (...forbidden: Forbiddable[]) =>
    room.stored([
      {
        type: 'room-changed',
        by: ali,
        changes: { forbidden },
        in: systemPlace,
        id: 2,
        seq: 2,
        at: now().wallMs,
      },
    ]);
  const comeAsGuest = () => {
    const { session } = driven.enterAsGuest('Derya');
    const nameKey = keyOf('Derya');
    driven.report(session, { is: 'guest-made', account: guest, name: 'Derya', nameKey });
    return session;
  };
  return { ...driven, ...sessions, stored, does, made, forbid, comeAsGuest };
}

/** What the list says of it to this session. */
function listed(effects: readonly Effect[]) {
  const [effect] = effects;
  return effect?.do === 'read-topics' ? effect.page.topics : refusals(effects);
}

describe('a topic', () => {
  it('is made by one entry that names it, and its maker is in it and its owner', () => {
    const { made, alis } = setUp();
    const place = { in: topic, by: ali };
    expect(made.entries).toMatchObject([
      { type: 'topic-made', ...place, name: 'homework', about: 'Sheet 4' },
    ]);
    const standing = { people: 1, about: 'Sheet 4' };
    expect(told(made.after)).toEqual([
      [
        [alis],
        {
          type: 'group',
          in: topic,
          name: 'homework',
          owner: ali,
          members: [],
          firstSeq: 1,
          topic: standing,
        },
      ],
    ]);
    expect(made.heard).toEqual([['topic-made', [alis]]]);
  });

  it('is found by who has not joined it, and read by nobody but who has', () => {
    const { say, velis } = setUp();
    expect(listed(say(velis, { type: 'list-topics' }))).toEqual([
      { in: topic, name: 'homework', about: 'Sheet 4', owner: ali, people: 1 },
    ]);
    expect(answers(say(velis, { type: 'list-topic-members', in: topic }))).toEqual([
      { members: [ali] },
    ]);
    expect(refusals(say(velis, { type: 'read-history', in: topic }))).toEqual([
      'no-such-conversation',
    ]);
    expect(refusals(say(velis, message('selam', topic)))).toEqual(['no-such-conversation']);
  });

  it('is joined without being asked in, with all that was said before, and told to all in it once', () => {
    const { does, say, alis, velis, stored } = setUp();
    does(alis, message('early', topic));
    const joined = does(velis, join);
    expect(joined.entries).toMatchObject([{ type: 'added', by: veli, account: veli }]);
    expect(joined.heard).toEqual([['added', [alis, velis]]]);
    const [[to, frame] = [[], undefined], ...more] = told(joined.after);
    expect([to, more]).toEqual([[alis, velis], []]);
    expect(frame).toMatchObject({ type: 'group', members: [], topic: { people: 2 } });
    expect(say(velis, { type: 'read-history', in: topic })).toMatchObject([
      { do: 'read-history', query: { visible: { first: 1, last: undefined } } },
    ]);
    expect(stored.store(say(velis, message('selam', topic))).heard).toEqual([
      ['message', [alis, velis]],
    ]);
    expect(refusals(say(velis, join))).toEqual(['already-in-group']);
  });

  it('hears of who leaves, who reads on up to there', () => {
    const { does, say, alis, velis } = setUp();
    does(velis, join);
    expect(does(velis, leave).heard).toEqual([['removed', [alis, velis]]]);
    expect(does(alis, message('later', topic)).heard).toEqual([['message', [alis]]]);
    expect(say(velis, { type: 'read-history', in: topic })).toMatchObject([
      { query: { visible: { first: 1, last: 3 } } },
    ]);
  });

  it('has as many people as want to join', () => {
    const { room, velis, does } = setUp();
    for (let place = 0; place < limits.groupMembers + 5; place += 1) {
      const account = `many${String(place).padStart(6, '0')}` as AccountId;
      const entry = { type: 'added', in: topic, by: account, account, at: 1 } as const;
      room.stored([{ ...entry, id: 100 + place, seq: 2 + place }]);
    }
    expect(does(velis, join).entries).toHaveLength(1);
    expect(room.groups.findTopic('homework')?.people).toBe(limits.groupMembers + 7);
  });

  it('that everybody has left is whose who comes first', () => {
    const { does, alis, velis, boras, room } = setUp();
    does(alis, leave);
    does(velis, join);
    does(boras, join);
    expect(room.groups.findTopic('homework')).toMatchObject({ owner: veli, people: 2 });
    does(velis, leave);
    expect(room.groups.findTopic('homework')?.owner).toBe(bora);
  });
});

describe('its name', () => {
  it('is one word, and unique however it is spelt, archived or not', () => {
    const { say, does, alis, velis, room } = setUp();
    for (const name of ['homework', '#HOMEWORK', 'h0mework', ' Homework '])
      expect(refusals(say(velis, make(name, other)))).toEqual(['topic-exists']);
    does(alis, archive(true));
    expect(refusals(say(velis, make('Homework', other)))).toEqual(['topic-exists']);
    does(velis, make('#Lab reports', other));
    expect(room.groups.findTopic('lab-REPORTS')?.name).toBe('Lab-reports');
    expect(refusals(say(alis, rename('lab reports')))).toEqual(['topic-exists']);
    expect(refusals(say(alis, rename('HomeWork')))).toEqual([]);
  });

  it('that was given up is free for others', () => {
    const { does, say, alis, velis, room } = setUp();
    does(alis, rename('exam'));
    expect(refusals(say(velis, make('homework', other)))).toEqual([]);
    expect(room.groups.findTopic('exam')?.in).toBe(topic);
  });

  it.each([
    ['topic-name-empty', make(' # ', other)],
    ['topic-name-too-long', make('x'.repeat(limits.maxTopicNameCharacters + 1), other)],
    ['name-not-allowed', make('a:b', other)],
    ['name-not-allowed', make('everyone', other)],
    ['about-too-long', make('fine', other, 'x'.repeat(limits.maxAboutCharacters + 1))],
    ['group-exists', make('fine', topic)],
    ['bad-field', make('fine', 'group:homework00000000' as ConversationId)],
  ])('%s', (code, said) => {
    const { say, velis } = setUp();
    expect(refusals(say(velis, said))).toEqual([code]);
  });
});

describe('who may what', () => {
  test.each([rename('exam'), describeIt('x'), archive(true)])('$type', (said) => {
    const { does, say, alis, velis, boras, forbid } = setUp();
    forbid();
    expect(refusals(say(boras, said))).toEqual(['no-such-conversation']);
    does(velis, join);
    does(boras, join);
    expect(refusals(say(velis, said))).toEqual(['topic-owner-only']);
    expect(refusals(say(boras, said))).toEqual([]);
    expect(refusals(say(alis, said))).toEqual([]);
  });

  test('moderators take people out and add them, and others do not', () => {
    const { does, say, velis, boras } = setUp();
    does(velis, join);
    does(boras, join);
    const remove: Said = { type: 'remove-from-group', in: topic, account: ali };
    const add: Said = { type: 'add-to-group', in: topic, account: ayse };
    for (const said of [add, remove]) {
      expect(refusals(say(velis, said))).toEqual(['topic-owner-only']);
      expect(does(boras, said).entries).toMatchObject([{ by: bora }]);
    }
  });

  test('in an archived topic nothing is said, and what was said can be deleted', () => {
    const { does, say, alis, velis } = setUp();
    does(alis, archive(true));
    does(velis, join);
    expect(refusals(say(velis, message('selam', topic)))).toEqual(['topic-archived']);
    const cid = 'cid-cid-cid-cid-2' as Extract<Said, { cid: unknown }>['cid'];
    const gone: Said = { type: 'delete-message', in: topic, cid, target: 1 };
    expect(refusals(say(alis, gone))).toEqual([]);
    does(alis, archive(false));
    expect(refusals(say(velis, message('selam', topic)))).toEqual([]);
  });

  test('the room’s settings say whether members make topics, moderators always do', () => {
    const { say, velis, boras, forbid } = setUp();
    forbid('topics');
    expect(refusals(say(velis, make('exam', other)))).toEqual(['topics-forbidden']);
    expect(refusals(say(boras, make('exam', other)))).toEqual([]);
  });

  test('so many are owned by one', () => {
    const { does, say, velis } = setUp();
    const id = (place: number) => topicConversation(`topic${String(place).padStart(11, '0')}`);
    for (let place = 0; place < limits.topicsPerOwner; place += 1)
      does(velis, make(`exam-${String.fromCodePoint(0x4e00 + place)}`, id(place)));
    expect(refusals(say(velis, make('last', id(500))))).toEqual(['too-many-topics']);
  });
});

describe('guests', () => {
  it('find and join topics only where the room lets them', () => {
    const { comeAsGuest, say, forbid } = setUp();
    const session = comeAsGuest();
    const all: Said[] = [{ type: 'list-topics' }, join, make('exam', other)];
    for (const said of all)
      expect(refusals(say(session, said))).toEqual(['guest-topics-forbidden']);
    forbid();
    for (const said of all) expect(refusals(say(session, said))).toEqual([]);
  });

  it('are in a topic for as long as they are in the room', () => {
    const { comeAsGuest, does, forbid, close, stored, room, alis } = setUp();
    forbid();
    const session = comeAsGuest();
    does(session, join);
    expect(does(alis, message('selam', topic)).heard).toEqual([['message', [alis, session]]]);
    const gone = close(session);
    expect(draftsOf(gone)).toMatchObject([
      { type: 'removed', in: topic, by: guest, account: guest },
      { type: 'left' },
    ]);
    stored.store(gone);
    expect(room.groups.peopleIn(topic)).toEqual([ali]);
  });

  it('begin in no topic, whoever had the name when the host was lost', () => {
    const { comeAsGuest, close, enterAsGuest, room } = setUp();
    close(comeAsGuest());
    const entry = { type: 'added', in: topic, by: guest, account: guest, at: 1 } as const;
    room.stored([{ ...entry, id: 50, seq: 2 }]);
    expect(draftsOf(enterAsGuest('Derya').effects)).toMatchObject([
      { type: 'removed', in: topic, by: guest, account: guest },
      { type: 'joined' },
    ]);
  });
});
