import { usualFileTerms } from '../../../src-shared/protocol/files.ts';
import type { FileTicket } from '../../../src-shared/protocol/files.ts';
import { forbiddables, usualRoomSettings } from '../../../src-shared/protocol/room-settings.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  everyone,
  groupConversation,
  hostAccount,
  topicConversation,
} from '../../../src-shared/protocol/ids.ts';
import { givenRoles } from '../../../src-shared/protocol/roles.ts';
import type {
  AccountId,
  DeviceId,
  InviteId,
  InviteSecret,
  PrivateId,
  Secret,
} from '../../../src-shared/protocol/ids.ts';
import { defaultRoomLimits } from '../../../src-shared/protocol/limits.ts';
import type { Effect, SessionId } from '../../room/effects.ts';
import type { RoomSnapshot } from '../../room/ports.ts';
import { Room } from '../../room/room.ts';
import {
  inviteMade,
  inviteRevoked,
  optionsChanged,
  systemPlace,
} from '../../room/system-entries.ts';
import type { LogDraft, LogEntry, SystemDraftOf } from '../../room/system-entries.ts';
import { createStoredRoomInMemory } from './sqlite-room-store.ts';
import {
  ali,
  cem,
  identity,
  newRoom,
  laptop,
  message,
  phone,
  veli,
} from './testing/room-samples.ts';

const accounts = [ali, veli, cem];
const topics = [topicConversation('homework00000000'), topicConversation('exam000000000000')];
const groups = [
  groupConversation('trip000000000000'),
  groupConversation('another000000000'),
  ...topics,
];
const now = { wallMs: 1, monotonicMs: 1 };
const secret = 's'.repeat(43) as Secret;

const empty: RoomSnapshot = {
  head: 0,
  time: { head: 0 },
  accounts: [],
  groups: [],
  options: { plain: false, logTexts: false, access: 'open', files: usualFileTerms },
  name: identity.name,
  settings: usualRoomSettings,
  bans: [],
};

function roomFrom(snapshot: RoomSnapshot, entries: readonly LogEntry[]): Room {
  const limits = { ...defaultRoomLimits, signUpsPerAddress: 1e6 };
  const newTicket = () => 'y' as FileTicket;
  const newPrivateId = () => 'x' as PrivateId;
  const room = new Room({ identity, snapshot, limits, newPrivateId, newTicket });
  room.stored(entries.filter(({ id }) => id > snapshot.head));
  return room;
}

/** All that the room knows by the log, as whoever comes in and asks is answered by it. */
function memoryOf(room: Room) {
  let sessions = 0;
  const open = (): SessionId => {
    const id = (sessions += 1) as SessionId;
    const remote = { address: 'memory', addressKey: 'memory', port: 0 };
    room.open({ id, ...remote, isOwnComputer: true, dialect: 'oda' }, now);
    room.handle(id, { type: 'hello', rid: 1, protocol: 1 }, now);
    return id;
  };
  const members = room.roster.page(undefined).members;
  const claims = [...room.roster.names()].map(({ name, nameKey }): [string, string, Effect[]] => {
    const claim = { name, device: laptop, deviceKey: secret };
    return [name, nameKey, room.handle(open(), { type: 'sign-in', rid: 2, ...claim }, now)];
  });
  const visible = accounts.map((account) => {
    const session = open();
    const right = {
      is: 'right',
      how: 'resumed',
      account,
      device: laptop,
      token: secret,
    } as const;
    room.signInChecked({ session, rid: 3 }, right, now);
    const bans = room.handle(session, { type: 'list-bans', rid: 5 }, now);
    const read = groups.map((id) =>
      room.handle(session, { type: 'read-history', rid: 4, in: id }, now),
    );
    return [...read, bans];
  });
  const groupsOf = accounts.map((account) =>
    room.groups.of(account).toSorted((one, other) => (one.in < other.in ? -1 : 1)),
  );
  const { options, settings } = room;
  const found = accounts.map((account) => room.groups.topicPage(account, undefined));
  return { members, claims, visible, groupsOf, found, options, settings, name: room.identity.name };
}

/** Whatever any host might write, in any order; what does not fit is refused. */
function anyDraft(): fc.Arbitrary<LogDraft> {
  const account = fc.constantFrom(...accounts);
  const system = { in: fc.constant(systemPlace), at: fc.nat(9) };
  const invite = fc.constantFrom('a'.repeat(43) as InviteId, 'b'.repeat(43) as InviteId);
  const role = fc.constantFrom(...givenRoles);
  const named = fc.constantFrom('Ali', 'Veli', 'Cem', 'Deniz');
  const made = fc
    .record(
      { ...system, account, name: named, isGuest: fc.boolean(), hash: fc.boolean(), invite, role },
      { noNullPrototype: true, requiredKeys: ['in', 'at', 'account', 'name', 'isGuest', 'hash'] },
    )
    .map(({ hash, ...draft }): SystemDraftOf<'account-made'> => {
      const more = hash ? { secret: { passwordHash: 'hash' } } : {};
      const nameKey = draft.name.toLowerCase();
      return { type: 'account-made', ...draft, nameKey, hasPassword: hash, ...more };
    });
  const where = { in: fc.constantFrom(...groups), by: account, at: fc.nat(9) };
  const ofTopic = { ...where, in: fc.constantFrom(...topics) };
  return fc.oneof(
    made,
    fc.record({ type: fc.constant('name-freed' as const), ...system, account }),
    fc
      .record({ invite, uses: fc.constantFrom(1, undefined), at: fc.nat(9) })
      .map(({ uses, at, ...one }) =>
        inviteMade(
          { invite: one.invite, secret: '' as InviteSecret },
          { role: 'member', uses },
          at,
        ),
      ),
    invite.map((revoked) => inviteRevoked(revoked, 1)),
    fc
      .record({ ...system, account, device: device(), hash: fc.boolean() })
      .map(({ hash, ...draft }): SystemDraftOf<'password-changed'> => {
        const kept = { passwordHash: hash ? 'hash' : undefined, keyHash: 'key' };
        return { type: 'password-changed', ...draft, hasPassword: hash, secret: kept };
      }),
    fc
      .record(
        {
          plain: fc.boolean(),
          logTexts: fc.boolean(),
          access: fc.constantFrom('open' as const, 'invited' as const),
        },
        { requiredKeys: [] },
      )
      .map((options) => optionsChanged(options, 1)),
    fc.record({ type: fc.constantFrom('added' as const, 'removed' as const), ...where, account }),
    fc.record({ type: fc.constant('renamed' as const), ...where, name: named }),
    fc.record({ type: fc.constant('topic-made' as const), ...ofTopic, name: named, about: named }),
    fc.record({ type: fc.constant('described' as const), ...ofTopic, about: named }),
    fc.record({ type: fc.constantFrom('archived' as const, 'reopened' as const), ...ofTopic }),
    fc.record(
      { type: fc.constant('status-set' as const), ...system, account, status: anyStatus() },
      { requiredKeys: ['type', 'in', 'at', 'account'] },
    ),
    fc.nat(99).map((number) => message(number, { in: everyone })),
    anyModeration(),
  );
}

/** By members and by the host, whether they may or not. */
function anyModeration(): fc.Arbitrary<LogDraft> {
  const account = fc.constantFrom(...accounts);
  const by = fc.constantFrom(...accounts, hostAccount, hostAccount);
  const place = { in: fc.constant(systemPlace), at: fc.nat(9), by };
  const penalty = { until: fc.integer({ min: 2, max: 20 }), reason: fc.constant('why') };
  const required = { requiredKeys: ['type', 'in', 'at', 'by', 'account'] as const };
  const marks = {
    devices: fc.subarray([laptop, phone]),
    addresses: fc.subarray(['10.0.0.7', '10.0.0.8']),
  };
  const type = <T extends string>(is: T) => ({ type: fc.constant(is) });
  return fc.oneof(
    fc.record({ ...type('role-set'), ...place, account, role: fc.constantFrom(...givenRoles) }),
    fc.record({ ...type('handed-over'), ...place, account }),
    fc.record({ ...type('kicked'), ...place, account }),
    fc.record(
      { ...type('banned'), ...place, account, ...marks, ...penalty },
      { requiredKeys: [...required.requiredKeys, 'devices', 'addresses'] },
    ),
    fc.record({ ...type('unbanned'), ...place, account, ban: fc.integer({ min: 1, max: 30 }) }),
    fc.record(
      { ...type('muted'), ...place, account, ...penalty },
      { requiredKeys: [...required.requiredKeys] },
    ),
    fc.record({ ...type('unmuted'), ...place, account }),
    fc
      .record(
        {
          name: fc.constantFrom('Lab', 'Kitchen'),
          readOnly: fc.boolean(),
          slowModeSeconds: fc.nat(9),
          editSeconds: fc.nat(9),
          forbidden: fc.subarray([...forbiddables]),
          hasPassword: fc.boolean(),
        },
        { requiredKeys: [] },
      )
      .map(({ ...changes }): SystemDraftOf<'room-changed'> => {
        const { hasPassword } = changes;
        const passwordHash = hasPassword ? 'x' : undefined;
        const change = { type: 'room-changed', in: systemPlace, at: 1, by: hostAccount } as const;
        if (hasPassword === undefined) return { ...change, changes };
        return { ...change, changes, secret: { passwordHash } };
      }),
  );
}

const anyStatus = () =>
  fc.record(
    { emoji: fc.constant('📚'), text: fc.constantFrom('in class', 'at lunch'), until: fc.nat(9) },
    { noNullPrototype: true, requiredKeys: [] },
  );

const device = (): fc.Arbitrary<DeviceId> => fc.constantFrom(laptop, phone);

test('a room that begins anywhere and follows the log knows what one knows that followed it all', async () => {
  const turns = fc.array(fc.array(anyDraft(), { maxLength: 6 }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(turns, async (batches) => {
      const { log, file } = createStoredRoomInMemory(newRoom);
      const snapshots = [empty];
      const known = new Set<AccountId | InviteId>();
      for (const batch of batches) {
        // An id is made once, and by chance.
        const drafts = batch.filter((draft) => {
          if (draft.type === 'invite-made') return isNew(draft.invite, known);
          return draft.type !== 'account-made' || isNew(draft.account, known);
        });
        await log.append(drafts);
        snapshots.push(await log.snapshot());
      }
      const entries = await log.readAfter(0);
      await file.close();
      const whole = memoryOf(roomFrom(empty, entries));
      for (const snapshot of snapshots)
        expect(memoryOf(roomFrom(snapshot, entries))).toEqual(whole);
    }),
    { seed: 7, numRuns: 60 },
  );
});

function isNew<Id>(id: Id, known: Set<Id>): boolean {
  if (known.has(id)) return false;
  known.add(id);
  return true;
}

test('no secret is ever in what the log gives to those who follow it', async () => {
  const { log } = createStoredRoomInMemory(newRoom);
  const person = { account: ali, name: 'Ali', nameKey: 'ali', isGuest: false };
  const place = { in: systemPlace, at: 1 };
  const made = { type: 'account-made', ...place, ...person, hasPassword: true } as const;
  const changed = { type: 'password-changed', ...place, account: ali, device: laptop } as const;
  await log.append([
    { ...made, secret: { passwordHash: 'the hash' } },
    { ...changed, hasPassword: true, secret: { passwordHash: 'the hash', keyHash: 'the key' } },
  ]);
  const told = await log.readAfter(0);
  expect(told.map(({ type }) => type)).toEqual(['account-made', 'password-changed']);
  expect(JSON.stringify(told)).not.toMatch(/the (?:hash|key)/);
  const page = await log.readHistory({ in: systemPlace, limit: 9 });
  expect(new TextDecoder().decode(page.entries)).not.toMatch(/the (?:hash|key)/);
});

test('a room that is handed over to nobody stays whose it is', async () => {
  const { log } = createStoredRoomInMemory(newRoom);
  const place = { in: systemPlace, at: 1 } as const;
  const person = { account: ali, name: 'Ali', nameKey: 'ali', isGuest: false, hasPassword: false };
  await log.append([
    { type: 'account-made', ...place, ...person, role: 'owner' },
    { type: 'handed-over', ...place, by: hostAccount, account: cem },
  ]);
  const { accounts: known } = await log.snapshot();
  expect(known.map(({ account, role }) => [account, role])).toEqual([[ali, 'owner']]);
  const [followed] = roomFrom(empty, await log.readAfter(0)).roster.page(undefined).members;
  expect(followed).toMatchObject({ account: ali, role: 'owner' });
});
