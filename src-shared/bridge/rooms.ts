import { z } from 'zod';
import type { KeyLook } from '../invite/key-look.ts';
import type { BackupProgress } from '../host/backup.ts';
import { fileHash } from '../protocol/files.ts';
import type { InviteTerms } from '../host/invites.ts';
import type { Refusal, RefusalCode } from '../protocol/codes.ts';
import { status } from '../protocol/status.ts';
import { pin, roomId, type AccountId, type RoomId } from '../protocol/ids.ts';
import type { RoomFacts } from '../member/privacy-label.ts';
import type { ConnectionState, OutboxItem, PrivateView } from '../member/own-copy.ts';
import type { Role } from '../protocol/roles.ts';
import type { RoomSettings } from '../protocol/room-settings.ts';
import type { Member } from '../protocol/members.ts';
import type { ContactGroupView, ContactView } from './contacts.ts';
import type { ConversationView, ReadsView } from './conversations.ts';
import { bridgeFeature, carries, inRoom } from './feature.ts';
import type { GroupView } from './groups.ts';
import type { HostStatus } from './host.ts';
import type { KnockView } from './knocks.ts';

export type RoomView = RoomFacts & {
  room: RoomId;
  name: string;
  /** This person's account in the room. */
  account: AccountId;
  ownName: string;
  /** True if this computer hosts the room. */
  hosted: boolean;
  /** `host:port` as the person joined it; for a hosted room its port on this computer. */
  address: string;
  connection: ConnectionState;
  /** What is unread and this person asked to be told of. */
  asked: number;
  lastOpenedAt: number;
  /** The longest text that the room takes; the usual one until it was connected to. */
  maxTextCharacters: number;
  /** Whether the name has a password in the room; false until it was connected to. */
  hasPassword: boolean;
  /** Who waits to be let in, if this person may answer; the longest waiting first. */
  knocks: readonly KnockView[];
  /** What the owner and moderators have set. */
  settings: RoomSettings;
  /** What this person is there. */
  role: Role;
  /** Until when (this computer's clock) the slow mode lets this person write nothing to everyone; missing if it does. */
  slowUntil?: number | undefined;
  /** Since when this person was away, until they have seen what they missed; missing if they were not. */
  awaySince?: number | undefined;
  /** Why there is less here than in the room; missing if there is not. */
  incomplete?: Refusal | undefined;
};

/** A room as one sees it from within. Its count changes with every message, and stands where rooms are listed. */
export type RoomInside = Omit<RoomView, 'asked'>;

/** An invite as a window shows it before it is taken. */
export type InviteView = Pick<InviteTerms, 'role' | 'expiresAt'> & {
  room: RoomId;
  roomName: string;
  /** This person is a member of the room already. */
  isMember: boolean;
};

export type RoomOpened = {
  room: RoomView;
  conversations: ConversationView[];
  members: Member[];
  outbox: OutboxItem[];
  groups: GroupView[];
  contacts: ContactView[];
  contactGroups: ContactGroupView[];
  privates: PrivateView[];
  reads: ReadsView[];
  host?: HostStatus | undefined;
};

/** Anything may be pasted; what is too long for an invite is refused as none. */
const typedAddress = z.string().max(1_048_576);

/** Rooms: made, joined, opened, left, and who is in them. */
export const rooms = bridgeFeature({
  requests: {
    /** Makes a room on this computer, opens its port and joins it. */
    'room/host': {
      params: z.object({
        name: z.string().max(256),
        roomName: z.string().max(256),
        port: z.int().min(0).max(65_535),
      }),
      result: carries<RoomView>(),
    },
    /**
     * Makes a room of a backup that was handed over as a file is (`hash`), and runs it. Nothing that is here is
     * overwritten: `room-here-already`, `room-folder-here`. `name`: this person's, in a room that has no owner.
     */
    'room/restore': {
      params: z.object({ hash: fileHash, name: z.string().max(256) }),
      result: carries<RoomView>(),
    },
    'room/stop-restore': { params: z.object({}), result: carries<null>() },
    /**
     * `address` is what the person typed: `host`, `host:port`, `[v6]:port`, with a room's spoken code before it if the
     * host has read that out, or an invite link. A room that was never entered from here is refused with `key-unknown`
     * and its key, unless code, link or `pin` say that it is the one that is meant (W14).
     */
    'room/join': {
      params: z.object({
        name: z.string().max(256),
        address: typedAddress,
        password: z.string().max(512).optional(),
        /** If `password` is the host's code for one. */
        newPassword: z.string().max(512).optional(),
        pin: pin.optional(),
        /** The room's own, if it wants one of who is new (`room-password-needed`). */
        roomPassword: z.string().max(512).optional(),
      }),
      result: carries<RoomView>(),
    },
    /**
     * What an invite says, before anything is dialled: refused with `invite-invalid`, `invite-newer`, `invite-expired`
     * or `invite-address`, each for what it says.
     */
    'room/read-invite': {
      params: z.object({ link: typedAddress }),
      result: carries<InviteView>(),
    },
    /** How a room's key looks to people (W14). */
    'room/look-of-key': { params: z.object({ pin }), result: carries<KeyLook>() },
    /** Everything a window needs to show the room. Connects (or hosts) it again if it was closed. */
    'room/open': { params: inRoom, result: carries<RoomOpened>() },
    /** Tries to connect now instead of at `nextTryAt`. */
    'room/retry': { params: inRoom, result: carries<null>() },
    'room/sign-in': {
      params: z.object({
        room: roomId,
        password: z.string().max(512),
        /** If `password` is the host's code for one. */
        newPassword: z.string().max(512).optional(),
      }),
      result: carries<RoomView>(),
    },
    /** Sets or changes the password of one's own name there; without `password` it is removed. */
    'room/set-password': {
      params: z.object({
        room: roomId,
        current: z.string().max(512).optional(),
        password: z.string().max(512).optional(),
      }),
      result: carries<RoomView>(),
    },
    /** What others read beside one's name there; without emoji and text nothing. */
    'room/set-status': { params: inRoom.extend({ status }), result: carries<null>() },
    /** Says goodbye and closes; a hosted room stops for everybody. It stays in the list (R1.6, R3.6). */
    'room/disconnect': { params: inRoom, result: carries<null>() },
    /** Disconnects, and drops the room and this computer's copy of it; the folder of a hosted room stays on disk. */
    'room/leave': { params: inRoom, result: carries<null>() },
  },
  pushes: {
    'room/changed': carries<RoomView>(),
    'room/removed': carries<{ room: RoomId }>(),
    'room/restoring': carries<BackupProgress>(),
    /** The room's numbers no longer fit this computer's copy, which is fetched again (W9). */
    'room/resynced': carries<{ room: RoomId; cause: Refusal }>(),
    /** Only the members that changed. */
    'member/changed': carries<{ room: RoomId; members: Member[] }>(),
  },
});

export const nameFields = {
  'name-empty': 'name',
  'name-too-long': 'name',
  'name-not-allowed': 'name',
  'name-taken': 'name',
} as const satisfies Partial<Record<RefusalCode, 'name'>>;

type JoinField = 'name' | 'address' | 'password' | 'newPassword' | 'roomPassword';

/** Which of its fields another answer could mend, by what was said to `room/join`. */
export const joinFields: Partial<Record<RefusalCode, JoinField>> = {
  ...nameFields,
  'password-needed': 'password',
  'invite-or-password-needed': 'password',
  'wrong-password': 'password',
  'reset-code-wrong': 'password',
  'new-password-needed': 'newPassword',
  'password-too-short': 'password',
  'password-too-long': 'password',
  'room-password-needed': 'roomPassword',
  'wrong-room-password': 'roomPassword',
  // Address and port are one field, and an invite stands in their place.
  'address-invalid': 'address',
  'port-invalid': 'address',
  'code-alone': 'address',
  'not-the-room-meant': 'address',
  'invite-invalid': 'address',
  'invite-newer': 'address',
  'invite-expired': 'address',
  'invite-address': 'address',
  'invite-needed': 'address',
  'invite-unknown': 'address',
  'invite-used-up': 'address',
  'address-unknown': 'address',
  'nobody-listening': 'address',
  'connection-timeout': 'address',
  'names-unavailable': 'address',
  'network-unreachable': 'address',
  'host-unreachable': 'address',
  'local-network-off': 'address',
  'connection-forbidden': 'address',
  'answers-web': 'address',
  'answers-text': 'address',
  'answers-tls': 'address',
  'not-a-room': 'address',
};
