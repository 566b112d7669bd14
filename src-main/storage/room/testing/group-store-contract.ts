import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import {
  directConversation,
  everyone,
  groupConversation,
  hostAccount,
  topicConversation,
} from '../../../../src-shared/protocol/ids.ts';
import type { AccountId, Cid, ConversationId } from '../../../../src-shared/protocol/ids.ts';
import { limits } from '../../../../src-shared/protocol/limits.ts';
import { Groups } from '../../../room/groups.ts';
import type { GroupDraft } from '../../../room/room-group.ts';
import type { GroupEntry } from '../../../../src-shared/protocol/entries.ts';
import { systemPlace } from '../../../room/system-entries.ts';
import type { SystemDraft } from '../../../room/system-entries.ts';
import type { AppendOutcome, RoomStore } from '../../../room/ports.ts';
import {
  added,
  ali,
  cem,
  groupChanged,
  message,
  removed,
  renamed,
  trip,
  veli,
} from './room-samples.ts';
import { readPage } from './read-page.ts';
import { homework, topicMade } from './topic-store-contract.ts';

/** What every `RoomStore` makes of the entries of groups. */
export function groupStoreContract(openStore: () => Promise<RoomStore>): void {
  const open = async () => {
    const store = await openStore();
    onTestFinished(() => store.file.close());
    return store;
  };
  membership(open);
  reading(open);
  catchingUp(open);
  refusing(open);
  sameAsTheRoom(open);
}

function membership(open: () => Promise<RoomStore>): void {
  test('a group is what its entries say: members in the order of coming, owner and name', async () => {
    const { log } = await open();
    expect((await log.snapshot()).groups).toEqual([]);
    await log.append([message(1), added(ali), renamed('Trip'), added(veli), added(cem)]);
    const members = [
      { account: ali, firstSeq: 1 },
      { account: veli, firstSeq: 3 },
      { account: cem, firstSeq: 4 },
    ];
    expect((await log.snapshot()).groups).toEqual([
      { in: trip, name: 'Trip', owner: ali, members },
    ]);
    await log.append([renamed('Yolculuk'), removed(cem)]);
    expect((await log.snapshot()).groups).toEqual([
      {
        in: trip,
        name: 'Yolculuk',
        owner: ali,
        members: [...members.slice(0, 2), { ...members[2], lastSeq: 6 }],
      },
    ]);
  });

  test('who comes again may read from the first time on, also what was said in between', async () => {
    const { log } = await open();
    await log.append([
      added(ali),
      added(veli),
      removed(veli),
      added(veli),
      message(1, { in: trip }),
    ]);
    expect((await log.snapshot()).groups[0]?.members).toEqual([
      { account: ali, firstSeq: 1 },
      { account: veli, firstSeq: 2 },
    ]);
    await log.append([removed(veli), message(2, { in: trip })]);
    expect((await log.snapshot()).groups[0]?.members[1]).toEqual({
      account: veli,
      firstSeq: 2,
      lastSeq: 6,
    });
  });

  test('who began with a group reads it from its beginning, also after coming again', async () => {
    const { log } = await open();
    await log.append([added(ali), renamed('Trip'), { ...added(veli), firstSeq: 1 }, added(cem)]);
    await log.append([removed(veli), added(veli)]);
    expect((await log.snapshot()).groups[0]?.members).toEqual([
      { account: ali, firstSeq: 1 },
      { account: veli, firstSeq: 3, readsFrom: 1 },
      { account: cem, firstSeq: 4 },
    ]);
  });

  test('an owner who leaves hands the group to who has been in it longest', async () => {
    const { log } = await open();
    const owner = async () => (await log.snapshot()).groups[0]?.owner;
    await log.append([added(ali), added(veli), added(cem), removed(veli), removed(cem, cem)]);
    expect(await owner()).toBe(ali);
    await log.append([added(cem), removed(ali, ali)]);
    expect(await owner()).toBe(cem);
    await log.append([added(ali, cem)]);
    expect(await owner()).toBe(cem);
    await log.append([removed(cem, cem)]);
    expect(await owner()).toBe(ali);
  });

  test('a group that everybody has left keeps its last owner and its people', async () => {
    const { log } = await open();
    await log.append([added(ali), renamed('Trip'), removed(ali, ali)]);
    const members = [{ account: ali, firstSeq: 1, lastSeq: 3 }];
    expect((await log.snapshot()).groups).toEqual([
      { in: trip, name: 'Trip', owner: ali, members },
    ]);
  });

  test('groups are kept apart, and in the order in which they were made', async () => {
    const { log } = await open();
    const other = groupConversation('another000000000');
    await log.append([
      added(ali),
      { ...added(veli, veli), in: other },
      { ...renamed('B', veli), in: other },
    ]);
    expect(
      (await log.snapshot()).groups.map(({ in: id, name, owner }) => [id, name, owner]),
    ).toEqual([
      [trip, '', ali],
      [other, 'B', veli],
    ]);
  });

  test('changing what was listed changes nothing in the store', async () => {
    const { log } = await open();
    await log.append([added(ali)]);
    (await log.snapshot()).groups[0]?.members.pop();
    expect((await log.snapshot()).groups[0]?.members).toHaveLength(1);
  });
}

function reading(open: () => Promise<RoomStore>): void {
  test('history ends where the reader may see no more, in both directions', async () => {
    const { log } = await open();
    const said = Array.from({ length: 9 }, (_, index) => message(index, { in: trip }));
    await log.append([added(ali), ...said]);
    const read = async (query: object) => {
      const { entries, more } = await readPage(log, { in: trip, limit: 3, ...query });
      return [entries[0]?.seq, entries.at(-1)?.seq, more];
    };
    const visible = { first: 3, last: 8 };
    expect(await read({ visible })).toEqual([6, 8, true]);
    expect(await read({ visible, before: 6 })).toEqual([3, 5, false]);
    expect(await read({ visible, before: 5 })).toEqual([3, 4, false]);
    expect(await read({ visible, before: 3 })).toEqual([undefined, undefined, false]);
    expect(await read({ visible, before: 1 })).toEqual([undefined, undefined, false]);
    expect(await read({ visible, before: 99 })).toEqual([6, 8, true]);
    expect(await read({ visible, after: 0 })).toEqual([3, 5, true]);
    expect(await read({ visible, after: 5 })).toEqual([6, 8, false]);
    expect(await read({ visible, after: 7 })).toEqual([8, 8, false]);
    expect(await read({ visible, after: 8 })).toEqual([undefined, undefined, false]);
    expect(await read({ visible, after: 99 })).toEqual([undefined, undefined, false]);
    expect(await read({ visible: { first: 9 } })).toEqual([9, 10, false]);
    expect(await read({ visible: { first: 9 }, after: 0 })).toEqual([9, 10, false]);
    expect(await read({ visible: { first: 5, last: 99 }, after: 6 })).toEqual([7, 9, true]);
    expect(await read({ visible: { first: 50 } })).toEqual([undefined, undefined, false]);
  });
}

/** What another host has stored while this one decided; a room that knows it would not have asked. */
function refusing(open: () => Promise<RoomStore>): void {
  const refused = (code: string) => ({ is: 'refused', code });
  const codes = (outcomes: readonly AppendOutcome[]) =>
    outcomes.map((outcome) => (outcome.is === 'refused' ? outcome.code : outcome.is));

  test('a group whose id is chosen twice at once is one’s who was first, and nothing of the other is in it', async () => {
    const { log } = await open();
    await log.append([added(ali), renamed('Trip'), added(veli)]);
    const before = (await log.snapshot()).groups;
    const others = [added(cem, cem), renamed('Mine', cem), added(ali, cem), removed(ali, cem)];
    expect(codes(await log.append(others))).toEqual(others.map(() => 'group-exists'));
    // The same person at two hosts: the second time makes no group, and changes nothing of the first one.
    const again = [added(ali), renamed('Again'), added(cem)];
    expect(codes(await log.append(again))).toEqual(again.map(() => 'group-exists'));
    expect((await log.snapshot()).groups).toEqual(before);
    expect(codes(await log.append([renamed('Later')]))).toEqual(['stored']);
  });

  test('nobody is added to a group that nobody has made', async () => {
    const { log } = await open();
    const drafts = [added(veli, ali), renamed('x'), removed(veli), message(1, { in: trip })];
    expect(codes(await log.append(drafts))).toEqual(drafts.map(() => 'no-such-conversation'));
    expect((await log.snapshot()).groups).toEqual([]);
  });

  test('who is out of a group, or not its owner, changes and says nothing in it any more', async () => {
    const { log } = await open();
    await log.append([added(ali), added(veli), added(cem), removed(cem)]);
    const drafts = [
      message(1, { in: trip, from: cem }),
      renamed('x', cem),
      added(cem, cem),
      added(cem, veli),
      renamed('x', veli),
      removed(ali, veli),
      removed(cem, cem),
      removed(cem),
      added(veli),
    ];
    expect(codes(await log.append(drafts))).toEqual([
      'no-such-conversation',
      'no-such-conversation',
      'group-exists',
      'not-the-owner',
      'not-the-owner',
      'not-the-owner',
      'no-such-conversation',
      'not-in-group',
      'already-in-group',
    ]);
    await log.append([removed(ali, ali), added(cem, veli), removed(veli, veli)]);
    expect((await log.snapshot()).groups).toMatchObject([{ owner: cem }]);
    expect(await log.append([renamed('x'), renamed('x', veli)])).toEqual([
      refused('no-such-conversation'),
      refused('no-such-conversation'),
    ]);
  });

  test('in a read-only group only its owner and moderators write, by the roles as the log has come to them', async () => {
    const { log } = await open();
    const place = { in: systemPlace, at: 5 } as const;
    const comes = (account: AccountId): SystemDraft => {
      const person = { account, name: account, nameKey: account, hasPassword: false };
      return { type: 'account-made', ...place, ...person, isGuest: false };
    };
    const role = (given: 'moderator' | 'member'): SystemDraft => {
      return { type: 'role-set', ...place, by: hostAccount, account: cem, role: given };
    };
    await log.append([ali, veli, cem].map(comes));
    await log.append([added(ali), added(veli), added(cem), message(1, { in: trip, from: veli })]);
    const say = (number: number, from: AccountId) => message(number, { in: trip, from });
    const deleted = { type: 'message-deleted', in: trip, by: veli, at: 6, target: 4 } as const;
    const react = { ...deleted, type: 'reaction-added', emoji: '\u{1f44d}' } as const;
    const drafts = [
      groupChanged(true, veli),
      groupChanged(true),
      say(2, veli),
      { ...react, cid: 'react00000000001' as Cid },
      { ...deleted, cid: 'delete0000000001' as Cid },
      say(3, ali),
      say(4, cem),
      role('moderator'),
      say(5, cem),
      role('member'),
      say(6, cem),
      groupChanged(false, cem),
      groupChanged(false),
      say(7, veli),
    ];
    const no = 'group-read-only';
    expect(codes(await log.append(drafts)).join(' ')).toBe(
      `not-the-owner stored ${no} ${no} stored stored ${no} ` +
        `stored stored stored ${no} not-the-owner stored stored`,
    );
  });

  test('W4 what was said before leaving is still known after it', async () => {
    const { log } = await open();
    await log.append([added(ali), message(1, { in: trip }), removed(ali, ali)]);
    expect(await log.append([message(1, { in: trip }), message(2, { in: trip })])).toEqual([
      { is: 'repeated', id: 2, seq: 2, at: 1001 },
      refused('no-such-conversation'),
    ]);
  });

  test('two hosts that add people at once put no more into a group than it takes', async () => {
    const { log } = await open();
    const crowd = Array.from({ length: limits.groupMembers }, (_, place) =>
      added(`p${String(place).padStart(9, '0')}` as AccountId),
    );
    const outcomes = await log.append([added(ali), ...crowd]);
    expect(codes(outcomes).filter((code) => code === 'stored')).toHaveLength(limits.groupMembers);
    expect(codes(outcomes).at(-1)).toBe('group-full');
    const [group] = (await log.snapshot()).groups;
    expect(group?.members).toHaveLength(limits.groupMembers);
  });
}

function catchingUp(open: () => Promise<RoomStore>): void {
  test('sync names the groups of a member, after direct conversations and everyone', async () => {
    const { log } = await open();
    const direct = directConversation(veli, cem);
    await log.append([added(ali), added(veli), message(1), message(2, { in: direct, from: veli })]);
    expect(await log.conversationsAfter({ account: veli, after: 0 })).toEqual({
      conversations: [
        { in: direct, lastSeq: 1, lastId: 4 },
        { in: everyone, lastSeq: 1, lastId: 3 },
        { in: trip, lastSeq: 2, lastId: 2 },
      ],
      head: 4,
    });
    const names = async (query: { account: AccountId; after: number }) =>
      (await log.conversationsAfter(query)).conversations.map(({ in: id }) => id);
    expect(await names({ account: cem, after: 0 })).toEqual([direct, everyone]);
    expect(await names({ account: veli, after: 2 })).toEqual([direct, everyone]);
    await log.append([message(3, { in: trip })]);
    expect(await names({ account: veli, after: 4 })).toEqual([trip]);
  });

  test('sync of a member who was taken out ends with the entry that says so', async () => {
    const { log } = await open();
    await log.append([added(ali), added(veli), removed(veli), message(1, { in: trip })]);
    const found = async (account: AccountId, after: number) =>
      (await log.conversationsAfter({ account, after })).conversations;
    expect(await found(veli, 0)).toEqual([{ in: trip, lastSeq: 3, lastId: 3 }]);
    expect(await found(veli, 2)).toEqual([{ in: trip, lastSeq: 3, lastId: 3 }]);
    expect(await found(veli, 3)).toEqual([]);
    expect(await found(ali, 3)).toEqual([{ in: trip, lastSeq: 4, lastId: 4 }]);
    await log.append([added(veli)]);
    expect(await found(veli, 3)).toEqual([{ in: trip, lastSeq: 5, lastId: 5 }]);
  });

  test('sync comes in pages with groups that miss nothing and repeat nothing', async () => {
    const { log } = await open();
    const half = Array.from({ length: limits.rosterPage }, (_, index) => String(index));
    const directs = half.map((number) =>
      directConversation(ali, `p${number.padStart(9, '0')}` as AccountId),
    );
    const groups = half.map((number) => groupConversation(number.padStart(16, '0')));
    await log.append([
      ...groups.map((id) => ({ ...added(ali), in: id })),
      ...directs.map((id, index) => message(index, { in: id })),
      message(5000),
    ]);
    const pages: string[][] = [];
    let next: Parameters<typeof log.conversationsAfter>[0]['from'];
    do {
      const page = await log.conversationsAfter({ account: ali, after: 0, from: next });
      pages.push(page.conversations.map(({ in: id }) => id));
      next = page.next;
    } while (next !== undefined);
    expect(pages.map((page) => page.length)).toEqual([limits.rosterPage, limits.rosterPage, 1]);
    expect(pages.flat()).toEqual([...directs.toSorted(), everyone, ...groups.toSorted()]);
  });
}

const accounts = [ali, veli, cem];
const topicIds = [homework, topicConversation('exam000000000000')];
const groupIds = [trip, groupConversation('another000000000'), ...topicIds];

/** Whatever the owner of one of two groups and two topics, or anybody else, might put into its log. */
function anyDraft(): fc.Arbitrary<GroupDraft> {
  const account = fc.constantFrom(...accounts);
  const topic = fc.constantFrom(...topicIds);
  const where = { by: account, in: fc.constantFrom(...groupIds) };
  return fc.oneof(
    fc.record({ ...where, account }).map((one) => ({ ...added(ali), ...one })),
    fc.record({ ...where, account }).map((one) => ({ ...added(ali), ...one, firstSeq: 1 })),
    fc.record({ ...where, account }).map((one) => ({ ...removed(ali), ...one })),
    fc.record({ ...where, name: fc.string() }).map((one) => ({ ...renamed(''), ...one })),
    fc.record({ by: account, account, in: topic }).map((one) => ({ ...added(ali), ...one })),
    fc
      .record({ by: account, in: topic, name: fc.constantFrom('a', 'A', 'b', 'c') })
      .map((one) => ({ ...topicMade(''), ...one })),
    fc
      .record({ by: account, in: topic, about: fc.string() })
      .map((one) => ({ type: 'described' as const, at: 1, ...one })),
    fc
      .record({ by: account, in: topic, type: fc.constantFrom('archived', 'reopened') })
      .map((one) => ({ at: 1, ...one })),
    fc
      .record({ ...where, readOnly: fc.boolean() })
      .map((one) => ({ ...groupChanged(true), ...one })),
  );
}

/** Whoever comes and goes, the store says the same as the room that runs, and as what can be counted on fingers. */
function sameAsTheRoom(open: () => Promise<RoomStore>): void {
  test('any order of coming and going is synced as far as each may read', async () => {
    const store = await open();
    const read = readerOfGroups(store);
    const drafts = fc.array(anyDraft(), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(drafts, fc.constantFrom(...accounts), async (given, account) => {
        await read.append(given);
        const after = given.length;
        const conversations = read.newestFor(account).filter(({ lastId }) => lastId > after);
        expect(await store.log.conversationsAfter({ account, after })).toEqual({
          conversations,
          head: read.head(),
        });
      }),
      { seed: 7, numRuns: 100 },
    );
  });

  test('a room that is started again sees its groups as the one that ran', async () => {
    const store = await open();
    const { append, running } = readerOfGroups(store);
    await append(groupIds.slice(0, 2).map((id) => ({ ...added(ali), in: id })));
    await fc.assert(
      fc.asyncProperty(fc.array(anyDraft(), { maxLength: 5 }), async (drafts) => {
        await append(drafts);
        const started = new Groups((await store.log.snapshot()).groups);
        for (const account of accounts) {
          expect(started.page(account, undefined)).toEqual(running.page(account, undefined));
          for (const id of groupIds)
            expect(started.visible(id, account)).toEqual(running.visible(id, account));
        }
        expect(started.topicPage(ali, undefined)).toEqual(running.topicPage(ali, undefined));
      }),
      { seed: 7, numRuns: 100 },
    );
  });
}

/** A room that runs beside the store, and what of its entries each may read. */
function readerOfGroups(store: RoomStore) {
  const running = new Groups([]);
  const entries: GroupEntry[] = [];
  const append = async (drafts: readonly GroupDraft[]) => {
    const outcomes = await store.log.append(drafts);
    for (const [index, draft] of drafts.entries()) {
      const outcome = outcomes[index];
      if (outcome?.is !== 'stored') continue;
      const entry: GroupEntry = { ...draft, id: outcome.id, seq: outcome.seq };
      running.stored(entry);
      entries.push(entry);
    }
  };
  const newestOf = (id: ConversationId, account: AccountId) => {
    const visible = running.visible(id, account);
    if (!visible) return [];
    const newest = entries.findLast(
      ({ in: place, seq }) => place === id && seq <= (visible.last ?? seq),
    );
    return newest ? [{ in: id, lastSeq: newest.seq, lastId: newest.id }] : [];
  };
  return {
    append,
    running,
    newestFor: (account: AccountId) => groupIds.toSorted().flatMap((id) => newestOf(id, account)),
    head: () => entries.at(-1)?.id ?? 0,
  };
}
