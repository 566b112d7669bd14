import { expect, it } from 'vitest';
import { newReplica } from '../client/testing/membership.ts';
import { SettingsBook } from './settings.ts';

const usual = {
  name: '',
  language: 'system',
  theme: 'system',
  textSize: 'normal',
  density: 'cosy',
  notifications: 'full',
  quiet: false,
  quietFrom: 1320,
  quietTo: 420,
  quietDays: '0123456',
  keywords: '',
  presence: 'available',
  away: true,
  receipts: true,
  typing: true,
  reads: true,
  privateChats: 1,
  spelling: false,
  nearby: true,
  announce: true,
  recentEmoji: '',
  skinTone: 0,
} as const;

async function opened(replica = newReplica()) {
  const book = new SettingsBook(replica);
  await book.load();
  return { book, replica };
}

it('who has chosen nothing has the usual ones: one private chat, and nothing that asks the internet', async () => {
  const { book } = await opened();
  expect(book.current).toEqual(usual);
});

it('what was chosen is heard by all, kept on disk, and the same after a restart', async () => {
  const { book, replica } = await opened();
  const heard: unknown[] = [];
  book.listen((settings) => heard.push(['one', settings.theme]));
  book.listen((settings) => heard.push(['other', settings.theme]));
  const chosen = {
    theme: 'dark',
    presence: 'do-not-disturb',
    away: false,
    receipts: false,
    privateChats: 3,
  } as const;
  expect(await book.change({ ...chosen, name: undefined })).toEqual({ ...usual, ...chosen });
  expect(heard).toEqual([
    ['one', 'dark'],
    ['other', 'dark'],
  ]);
  expect((await opened(replica)).book.current).toEqual({ ...usual, ...chosen });
});

it('what this version does not know counts as not set, and the rest is kept', async () => {
  const replica = newReplica();
  const strange = {
    theme: 'neon',
    privateChats: 'many',
    presence: 'perhaps',
    away: 'perhaps',
    language: 'xx',
  };
  await replica.profile.saveSettings({ ...strange, receipts: 'false', name: 'ali', unknown: '1' });
  const { book } = await opened(replica);
  expect(book.current).toEqual({ ...usual, receipts: false, name: 'ali' });
});

it('the first name that was good for a room is offered for the next one, a later one is not', async () => {
  const { book } = await opened();
  await book.learnName('ali');
  await book.learnName('veli');
  expect(book.current.name).toBe('ali');
});
