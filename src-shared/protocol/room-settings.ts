import { z } from 'zod';
import { feature } from './feature.ts';
import { conversationKind, type ConversationId } from './ids.ts';
import { keep } from './retention.ts';
import { may, type Role } from './roles.ts';

/**
 * What members may be kept from: making groups and topics, private chats, direct messages, pinning; whether plain guests
 * come in, and whether they join topics.
 */
export const forbiddables = [
  'groups',
  'topics',
  'privates',
  'directs',
  'pins',
  'guests',
  'guest-topics',
] as const;
export type Forbiddable = (typeof forbiddables)[number];

const limits = {
  /** Between two messages of one member to everyone. */
  longestSlowModeSeconds: 6 * 60 * 60,
  longestEditSeconds: 7 * 24 * 60 * 60,
  /** From before their coming that newcomers read, if they do not read all. */
  mostNewcomerDays: 3650,
} as const;

const settings = {
  /** Only the owner and moderators write to everyone: announcements. */
  readOnly: z.boolean(),
  /** 0: as fast as the rate allows. */
  slowModeSeconds: z.int().nonnegative().max(limits.longestSlowModeSeconds),
  /** So long members change what they have written; 0: for ever. */
  editSeconds: z.int().nonnegative().max(limits.longestEditSeconds),
  forbidden: z.array(z.enum(forbiddables)).max(forbiddables.length),
  /** What was said before they came: all of it, or of so many days; 0: nothing. */
  newcomersRead: z.union([z.literal('all'), z.int().nonnegative().max(limits.mostNewcomerDays)]),
};

export const roomSettings = z.object({
  ...settings,
  /** New accounts and guests need the room's password, unless they are invited. */
  hasPassword: z.boolean(),
  /** How long what is said stays, where nothing else holds (`retention-changed`). */
  keep,
});
export type RoomSettings = z.infer<typeof roomSettings>;

export const roomChanges = roomSettings
  .omit({ keep: true })
  .partial()
  .extend({ name: z.string().optional() });
/** What of a room was changed. */
export type RoomChanges = z.infer<typeof roomChanges>;

export const usualRoomSettings: RoomSettings = {
  readOnly: false,
  slowModeSeconds: 0,
  editSeconds: 0,
  forbidden: ['guest-topics'],
  newcomersRead: 'all',
  hasPassword: false,
  keep: 'all',
};

/** What the owner and moderators set for all. */
export const roomWords = feature({
  requests: {
    'change-room': {
      who: 'account',
      needs: 'change-room',
      params: {
        name: z.string().max(512).optional(),
        /** Empty: none is needed any more. */
        password: z.string().max(512).optional(),
        readOnly: settings.readOnly.optional(),
        slowModeSeconds: settings.slowModeSeconds.optional(),
        editSeconds: settings.editSeconds.optional(),
        forbidden: settings.forbidden.optional(),
        newcomersRead: settings.newcomersRead.optional(),
      },
      answer: {},
    },
  },
  codes: {
    'room-name-empty': { ends: false },
    'room-name-too-long': { ends: false },
    'read-only': { ends: false },
    'slow-mode': { ends: false },
    'too-late-to-edit': { ends: false },
    'groups-forbidden': { ends: false },
    'privates-forbidden': { ends: false },
    'directs-forbidden': { ends: false },
    'guests-forbidden': { ends: true },
    'room-password-needed': { ends: false },
    'wrong-room-password': { ends: false },
  },
  limits,
});

/** Whether the room keeps this from somebody; of two of whom one stands above its settings from neither. */
export function isForbidden(
  { forbidden }: Pick<RoomSettings, 'forbidden'>,
  what: Forbiddable,
  ...concerned: readonly Role[]
): boolean {
  return forbidden.includes(what) && !concerned.some((role) => may(role, 'stand-above-settings'));
}

/** Why somebody who writes there pins nothing there, nor takes anything down. */
export function refusePinning(
  set: Pick<RoomSettings, 'forbidden'>,
  conversation: ConversationId,
  role: Role,
): 'not-allowed' | 'pins-forbidden' | undefined {
  if (conversationKind(conversation) === 'direct') return undefined;
  if (!may(role, 'pin')) return 'not-allowed';
  return isForbidden(set, 'pins', role) ? 'pins-forbidden' : undefined;
}

/** Whether what was written then is changed no more by its writer. */
export function isTooLateToEdit(
  { editSeconds }: Pick<RoomSettings, 'editSeconds'>,
  { role, ageMs }: { role: Role; ageMs: number },
): boolean {
  if (editSeconds === 0 || may(role, 'stand-above-settings')) return false;
  return ageMs > 1000 * editSeconds;
}
