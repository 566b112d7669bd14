import { z } from 'zod';
import { bridgeFeature, carries, nothing } from './feature.ts';
import { minutesOfDay, type QuietHours } from '../member/attention.ts';
import { refuseKeywords } from '../text/find-keywords.ts';
import type { StoreFinding } from '../host/host-log.ts';
import type { RoomView } from './rooms.ts';

export const settingsSchema = z.object({
  /** Empty until the person chose one. */
  name: z.string().max(256),
  language: z.enum(['system', 'en', 'tr']),
  theme: z.enum(['system', 'light', 'dark']),
  /** How large everything is written; 14 px for plain text if it is normal. */
  textSize: z.enum(['small', 'normal', 'large', 'larger']),
  /** How close rows stand. */
  density: z.enum(['cosy', 'compact']),
  /** What a notification of the system says of a message: sender and text, only the sender, nothing. */
  notifications: z.enum(['full', 'sender', 'off']),
  /** Hours in which nothing is shown or heard: minutes of the day, and the days on which they begin (Sunday 0). */
  quiet: z.boolean(),
  quietFrom: z
    .int()
    .min(0)
    .max(minutesOfDay - 1),
  quietTo: z
    .int()
    .min(0)
    .max(minutesOfDay - 1),
  quietDays: z.string().regex(/^[0-6]{0,7}$/),
  /** Words of which this person is told like of a mention, with blanks or commas between them. */
  keywords: z.string().refine((typed) => refuseKeywords(typed) === undefined),
  /** How others see this person as long as this computer is in: chosen by hand, or by who touches a key. */
  presence: z.enum(['available', 'away', 'do-not-disturb']),
  /** Others see this person as away after ten minutes without a key. */
  away: z.boolean(),
  /** Others see that their direct messages have arrived here. */
  receipts: z.boolean(),
  /** Others see that this person types. */
  typing: z.boolean(),
  /** Others see how far this person has read. */
  reads: z.boolean(),
  /** Private chats at once; whoever asks for one more is told that this person is busy. */
  privateChats: z.int().min(1).max(10),
  /** Misspelt words are underlined; for windows of Electron's alone, as browsers have a setting of their own. */
  spelling: z.boolean(),
  /** Join shows the rooms of this network. */
  nearby: z.boolean(),
  /** A new room that this computer hosts says on its networks that it is there. */
  announce: z.boolean(),
  /** Emoji that were used, the latest first, with a blank between two. */
  recentEmoji: z.string().max(2000),
  /** Which colour of skin emoji have that can have one; 0: none. */
  skinTone: z.int().min(0).max(5),
});
export type Settings = z.infer<typeof settingsSchema>;

export function quietHours(chosen: Settings): QuietHours {
  const { quiet: isOn, quietFrom: from, quietTo: to, quietDays: days } = chosen;
  return { isOn, from, to, days };
}

/** Of somebody who has chosen nothing. */
export const usualSettings: Settings = {
  name: '',
  language: 'system',
  theme: 'system',
  textSize: 'normal',
  density: 'cosy',
  notifications: 'full',
  quiet: false,
  quietFrom: 22 * 60,
  quietTo: 7 * 60,
  quietDays: '0123456',
  keywords: '',
  presence: 'available',
  away: true,
  receipts: true,
  typing: true,
  reads: true,
  privateChats: 1,
  // Dictionaries are fetched from the internet, and nothing is unasked.
  spelling: false,
  nearby: true,
  recentEmoji: '',
  skinTone: 0,
  announce: true,
};

/** What the person has chosen for all rooms. */
export const settings = bridgeFeature({
  requests: {
    'settings/change': { params: settingsSchema.partial(), result: carries<Settings>() },
  },
  pushes: {
    'settings/changed': carries<Settings>(),
  },
});

export type StartView = {
  version: string;
  shell: 'electron' | 'browser' | 'terminal';
  settings: Settings;
  /** The system account's name, for a new person's name field. */
  suggestedName: string;
  /** Where data lives on this computer. */
  dataFolder: string;
  rooms: RoomView[];
};

/** The app as a whole. */
export const app = bridgeFeature({
  requests: {
    'app/start': { params: nothing, result: carries<StartView>() },
    /** The `oda:` links that the system has opened Oda with and no window has taken yet, oldest first. */
    'link/take': { params: nothing, result: carries<string[]>() },
    /** What turned out about this person's own copy and no window has taken yet. */
    'finding/take': { params: nothing, result: carries<StoreFinding[]>() },
    /** The person has touched a key or the mouse; windows say it at most once in 30 seconds. */
    'presence/active': { params: nothing, result: carries<null>() },
  },
  pushes: {
    /** A link waits to be taken. */
    'link/arrived': carries<object>(),
    /** Something turned out about what is on this person's disk. */
    'finding/arrived': carries<object>(),
  },
});
