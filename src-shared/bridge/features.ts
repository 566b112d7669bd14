import { allWords } from '../all-words.ts';
import { app } from './app.ts';
import { contactGroups } from './contact-groups.ts';
import { contacts } from './contacts.ts';
import { conversations } from './conversations.ts';
import { groups } from './groups.ts';
import { host } from './host.ts';
import { privateChats } from './private-chats.ts';
import { rooms } from './rooms.ts';
import { search } from './search.ts';
import { settings } from './settings.ts';

/** All that windows and the app say to each other. */
const features = [
  app,
  settings,
  rooms,
  host,
  contacts,
  contactGroups,
  groups,
  privateChats,
  conversations,
  search,
] as const;

export const requests = allWords(features, 'requests');
export const pushes = allWords(features, 'pushes');
