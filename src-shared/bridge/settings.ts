import { z } from 'zod';
import { bridgeFeature, carries } from './feature.ts';

export const settingsSchema = z.object({
  /** Empty until the person chose one. */
  name: z.string().max(256),
  language: z.enum(['system', 'en', 'tr']),
  theme: z.enum(['system', 'light', 'dark']),
  /** What a notification of the system says of a message: sender and text, only the sender, nothing. */
  notifications: z.enum(['full', 'sender', 'off']),
  /** Others see this person as away after ten minutes without a key. */
  away: z.boolean(),
  /** Others see that their direct messages have arrived here. */
  receipts: z.boolean(),
  /** Private chats at once; whoever asks for one more is told that this person is busy. */
  privateChats: z.int().min(1).max(10),
  /** Misspelt words are underlined; for windows of Electron's alone, as browsers have a setting of their own. */
  spelling: z.boolean(),
});
export type Settings = z.infer<typeof settingsSchema>;

/** Of somebody who has chosen nothing. */
export const usualSettings: Settings = {
  name: '',
  language: 'system',
  theme: 'system',
  notifications: 'full',
  away: true,
  receipts: true,
  privateChats: 1,
  // Dictionaries are fetched from the internet, and nothing is unasked.
  spelling: false,
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
