import { expect, test } from 'vitest';
import type { GroupRecord } from '../../../client/replica/people.ts';
import type { OpenReplica } from './replica-contract.ts';
import {
  ali,
  contact,
  garden,
  group,
  kitchen,
  me,
  roomRecord,
  said,
  trip,
  veli,
  walk,
} from './replica-samples.ts';

/** What a `Replica` with the room `kitchen` keeps of people and groups. */
export function peopleContract(open: OpenReplica): void {
  groupConversations(open);
  contacts(open);
}

function groupConversations(open: OpenReplica): void {
  test('groups are added, replaced and listed by their names on the wire', async () => {
    const replica = await open();
    await replica.groups.save(kitchen, [group({ in: walk, name: 'Walk' }), group()]);
    const left: GroupRecord = group({ members: [], standing: 'left' });
    await replica.groups.save(kitchen, [left]);
    expect(await replica.groups.list(kitchen)).toEqual([left, group({ in: walk, name: 'Walk' })]);
    await replica.rooms.save(roomRecord({ room: garden }));
    expect(await replica.groups.list(garden)).toEqual([]);
  });

  test('changing what was saved or listed changes nothing in the replica', async () => {
    const replica = await open();
    const saved = group();
    await replica.groups.save(kitchen, [saved]);
    saved.members.pop();
    (await replica.groups.list(kitchen))[0]?.members.pop();
    expect(await replica.groups.list(kitchen)).toEqual([group()]);
  });

  test('entries of groups come back as they were given, and only messages count as unread', async () => {
    const replica = await open();
    const place = (seq: number) => ({ in: trip, seq, id: seq, at: seq });
    const entries = [
      { type: 'added', ...place(1), by: ali, account: ali },
      { type: 'renamed', ...place(2), by: ali, name: 'Trip "\u{1f334}"' },
      { type: 'added', ...place(3), by: ali, account: me },
      said(4, { in: trip, text: 'where to' }),
      { type: 'removed', ...place(5), by: veli, account: veli },
    ] as const;
    const record = await replica.entries.add(kitchen, trip, entries);
    expect(record).toMatchObject({ unread: 1, lastMessage: entries[3] });
    const page = await replica.entries.readTimeline({ room: kitchen, in: trip, limit: 9 });
    expect(page).toEqual({ from: 1, to: 5, entries, hasOlder: false, hasNewer: false });
  });

  test('nothing is older than the first number that a member of a group may read', async () => {
    const replica = await open();
    await replica.groups.save(kitchen, [group({ firstSeq: 11 })]);
    const entries = Array.from({ length: 5 }, (_, index) => said(index + 11, { in: trip }));
    await replica.entries.add(kitchen, trip, entries);
    const hasOlder = async (query: object) =>
      (await replica.entries.readTimeline({ room: kitchen, in: trip, limit: 3, ...query }))
        .hasOlder;
    expect(await hasOlder({})).toBe(true);
    expect(await hasOlder({ limit: 5 })).toBe(false);
    expect(await hasOlder({ before: 12 })).toBe(false);
    expect(await hasOlder({ before: 11 })).toBe(false);
    await replica.groups.save(kitchen, [group({ firstSeq: 10 })]);
    expect(await hasOlder({ limit: 5 })).toBe(true);
    expect(await hasOlder({ before: 11 })).toBe(true);
  });
}

function contacts(open: OpenReplica): void {
  test('R0.8 of contacts is kept what differs from nothing', async () => {
    const replica = await open();
    await replica.contacts.save(kitchen, contact({ account: veli, note: 'from work' }));
    await replica.contacts.save(kitchen, contact({ favourite: true }));
    await replica.contacts.save(kitchen, contact({ blocked: true }));
    expect(await replica.contacts.list(kitchen)).toEqual([
      contact({ blocked: true }),
      contact({ account: veli, note: 'from work' }),
    ]);
    await replica.contacts.save(kitchen, contact({ muted: true }));
    await replica.contacts.save(kitchen, contact({ account: veli }));
    expect(await replica.contacts.list(kitchen)).toEqual([contact({ muted: true })]);
  });

  test('R0.8 contact groups are made, changed and removed, in the order of making', async () => {
    const replica = await open();
    const team = { group: 'team000000000000', name: 'Team', members: [ali, veli] };
    const home = { group: 'home000000000000', name: 'Home', members: [] };
    await replica.contacts.saveGroup(kitchen, team);
    await replica.contacts.saveGroup(kitchen, home);
    await replica.contacts.saveGroup(kitchen, { ...team, name: 'Ekip', members: [veli] });
    expect(await replica.contacts.listGroups(kitchen)).toEqual([
      { ...team, name: 'Ekip', members: [veli] },
      home,
    ]);
    await replica.contacts.removeGroup(kitchen, team.group);
    await replica.contacts.removeGroup(kitchen, 'nobody0000000000');
    expect(await replica.contacts.listGroups(kitchen)).toEqual([home]);
  });

  test('what is kept of people belongs to one room', async () => {
    const replica = await open();
    await replica.rooms.save(roomRecord({ room: garden }));
    await replica.contacts.save(kitchen, contact({ note: 'x' }));
    const team = { group: 'team000000000000', name: 'Team', members: [ali] };
    await replica.contacts.saveGroup(kitchen, team);
    await replica.contacts.saveGroup(garden, { ...team, name: 'Other' });
    expect(await replica.contacts.list(garden)).toEqual([]);
    await replica.contacts.removeGroup(garden, team.group);
    expect(await replica.contacts.listGroups(kitchen)).toEqual([team]);
  });
}
