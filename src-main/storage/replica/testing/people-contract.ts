import { expect, test } from 'vitest';
import type { GroupRecord } from '../../../client/replica-port.ts';
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
    await replica.saveGroups(kitchen, [group({ in: walk, name: 'Walk' }), group()]);
    const left: GroupRecord = group({ members: [], standing: 'left' });
    await replica.saveGroups(kitchen, [left]);
    expect(await replica.listGroups(kitchen)).toEqual([left, group({ in: walk, name: 'Walk' })]);
    await replica.saveRoom(roomRecord({ room: garden }));
    expect(await replica.listGroups(garden)).toEqual([]);
  });

  test('changing what was saved or listed changes nothing in the replica', async () => {
    const replica = await open();
    const saved = group();
    await replica.saveGroups(kitchen, [saved]);
    saved.members.pop();
    (await replica.listGroups(kitchen))[0]?.members.pop();
    expect(await replica.listGroups(kitchen)).toEqual([group()]);
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
    const record = await replica.addEntries(kitchen, trip, entries);
    expect(record).toMatchObject({ unread: 1, lastMessage: entries[3] });
    const page = await replica.readTimeline({ room: kitchen, in: trip, limit: 9 });
    expect(page).toEqual({ entries, hasOlder: false, hasNewer: false });
  });

  test('nothing is older than the first number that a member of a group may read', async () => {
    const replica = await open();
    await replica.saveGroups(kitchen, [group({ firstSeq: 11 })]);
    const entries = Array.from({ length: 5 }, (_, index) => said(index + 11, { in: trip }));
    await replica.addEntries(kitchen, trip, entries);
    const hasOlder = async (query: object) =>
      (await replica.readTimeline({ room: kitchen, in: trip, limit: 3, ...query })).hasOlder;
    expect(await hasOlder({})).toBe(true);
    expect(await hasOlder({ limit: 5 })).toBe(false);
    expect(await hasOlder({ before: 12 })).toBe(false);
    expect(await hasOlder({ before: 11 })).toBe(false);
    await replica.saveGroups(kitchen, [group({ firstSeq: 10 })]);
    expect(await hasOlder({ limit: 5 })).toBe(true);
    expect(await hasOlder({ before: 11 })).toBe(true);
  });
}

function contacts(open: OpenReplica): void {
  test('R0.8 of contacts is kept what differs from nothing', async () => {
    const replica = await open();
    await replica.saveContact(kitchen, contact({ account: veli, note: 'from work' }));
    await replica.saveContact(kitchen, contact({ favourite: true }));
    await replica.saveContact(kitchen, contact({ blocked: true }));
    expect(await replica.listContacts(kitchen)).toEqual([
      contact({ blocked: true }),
      contact({ account: veli, note: 'from work' }),
    ]);
    await replica.saveContact(kitchen, contact({ muted: true }));
    await replica.saveContact(kitchen, contact({ account: veli }));
    expect(await replica.listContacts(kitchen)).toEqual([contact({ muted: true })]);
  });

  test('R0.8 contact groups are made, changed and removed, in the order of making', async () => {
    const replica = await open();
    const team = { group: 'team000000000000', name: 'Team', members: [ali, veli] };
    const home = { group: 'home000000000000', name: 'Home', members: [] };
    await replica.saveContactGroup(kitchen, team);
    await replica.saveContactGroup(kitchen, home);
    await replica.saveContactGroup(kitchen, { ...team, name: 'Ekip', members: [veli] });
    expect(await replica.listContactGroups(kitchen)).toEqual([
      { ...team, name: 'Ekip', members: [veli] },
      home,
    ]);
    await replica.removeContactGroup(kitchen, team.group);
    await replica.removeContactGroup(kitchen, 'nobody0000000000');
    expect(await replica.listContactGroups(kitchen)).toEqual([home]);
  });

  test('what is kept of people belongs to one room', async () => {
    const replica = await open();
    await replica.saveRoom(roomRecord({ room: garden }));
    await replica.saveContact(kitchen, contact({ note: 'x' }));
    const team = { group: 'team000000000000', name: 'Team', members: [ali] };
    await replica.saveContactGroup(kitchen, team);
    await replica.saveContactGroup(garden, { ...team, name: 'Other' });
    expect(await replica.listContacts(garden)).toEqual([]);
    await replica.removeContactGroup(garden, team.group);
    expect(await replica.listContactGroups(kitchen)).toEqual([team]);
  });
}
