import type { HostLogEvent } from '../../src-shared/host/host-log.ts';
import type { RoomAccess } from '../../src-shared/protocol/connection.ts';
import { endedDevice, resetCodeLine } from './device-commands.ts';
import type { Effect } from './effects.ts';
import { clearDoor } from './knock-commands.ts';
import { followModeration, noticeRoom } from './follow-moderation.ts';
import type { RoomState } from './room-state.ts';
import type { RoomSession } from './session.ts';
import type { SystemEntry, SystemEntryOf } from './system-entries.ts';

/** What the room knows after an entry that no person reads, and what follows for who is in it here. */
export function followSystem(
  entry: SystemEntry,
  room: RoomState,
  sessions: Iterable<RoomSession>,
): Effect[] {
  switch (entry.type) {
    case 'account-made': {
      const { account, name, nameKey, hasPassword, isGuest, invite, readsFrom } = entry;
      // Of two at once, at two hosts, the first in the log has the room.
      const role = entry.role === 'owner' && room.roster.owner ? undefined : entry.role;
      const told = { account, name, nameKey, hasPassword, isGuest, role, invite, readsFrom };
      const made = room.roster.add(told);
      // As a rule the person comes in at once, and that is told.
      room.roster.unannounced.add(made);
      return [];
    }
    case 'guest-returned': {
      const guest = room.roster.get(entry.account);
      if (guest) guest.readsFrom = entry.readsFrom;
      return [];
    }
    case 'time-noted':
      room.time.noted(entry);
      return [];
    case 'name-freed':
      return freeName(entry, room);
    case 'password-changed':
      return changePassword(entry, room, sessions);
    case 'device-ended':
      return endedDevice(entry, room);
    case 'reset-code-made':
      return [resetCodeLine(entry, room.roster)];
    case 'status-set': {
      const own = room.roster.get(entry.account);
      if (own && !own.isGuest) room.roster.setStatus(own, entry.status);
      return [];
    }
    case 'picture-set': {
      const own = room.roster.get(entry.by);
      if (entry.of === 'self') {
        if (own) own.picture = entry.picture;
        return [];
      }
      room.picture = entry.picture;
      return noticeRoom(room);
    }
    case 'invite-made':
    case 'invite-revoked':
      return [{ do: 'log', line: { at: entry.at, event: entry.type } }];
    case 'options-changed':
      return changeOptions(entry, room);
    default:
      return followModeration(entry, room, sessions);
  }
}

/** A guest who came in under it at that very moment goes: two people of one name are never in. */
function freeName({ account }: SystemEntryOf<'name-freed'>, { roster }: RoomState): Effect[] {
  const guest = roster.get(account);
  if (!guest) return [];
  roster.freeName(guest);
  const sessions = [...guest.sessions.keys()];
  return sessions.map((session) => ({ do: 'close', session, refusal: { code: 'name-taken' } }));
}

/** From now on only the device that asked for it is known. */
function changePassword(
  { id, at, account, device, hasPassword }: SystemEntryOf<'password-changed'>,
  { roster }: RoomState,
  sessions: Iterable<RoomSession>,
): Effect[] {
  const own = roster.get(account);
  if (!own || own.isGuest) return [];
  own.hasPassword = hasPassword;
  own.passwordChange = { id, device };
  const others = [...sessions].filter(
    ({ stage }) => stage.is === 'member' && stage.account === account && stage.device !== device,
  );
  const event = hasPassword ? 'password-set' : 'password-removed';
  return [
    ...others.map(({ id: session }): Effect => ({
      do: 'close',
      session,
      refusal: { code: 'password-changed' },
    })),
    { do: 'log', line: { at, event, name: own.name } },
  ];
}

const accessEvents = {
  open: 'open-to-all',
  invited: 'only-invited',
  approval: 'asks-first',
} as const satisfies Record<RoomAccess, HostLogEvent>;

function changeOptions(entry: SystemEntryOf<'options-changed'>, room: RoomState): Effect[] {
  const before = room.options;
  const after = { ...before, ...entry.options };
  const effects: Effect[] = [];
  const switched = (event: HostLogEvent): void => {
    room.options = after;
    effects.push({ do: 'log', line: { at: entry.at, event } });
  };
  if (after.plain !== before.plain)
    switched(after.plain ? 'plain-switched-on' : 'plain-switched-off');
  if (after.access !== before.access) switched(accessEvents[after.access]);
  if (after.logTexts !== before.logTexts) {
    switched(after.logTexts ? 'texts-switched-on' : 'texts-switched-off');
  }
  if (JSON.stringify(after.files) !== JSON.stringify(before.files)) switched('file-terms-changed');
  return effects.length > 0 ? [...effects, ...noticeRoom(room), ...clearDoor(room, entry.at)] : [];
}
