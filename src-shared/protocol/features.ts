import { allWords } from '../all-words.ts';
import { changes } from './changes.ts';
import { connection } from './connection.ts';
import { devices } from './devices.ts';
import { files } from './files.ts';
import { groups } from './groups.ts';
import { history } from './history.ts';
import { knocks } from './knocks.ts';
import { laterWords } from './later.ts';
import { members } from './members.ts';
import { messages } from './messages.ts';
import { moderation } from './moderation.ts';
import { pictureWords } from './pictures.ts';
import { privateChats } from './private-chats.ts';
import { receipts } from './receipts.ts';
import { retention } from './retention.ts';
import { roomWords } from './room-settings.ts';
import { signIn } from './sign-in.ts';
import { statusWords } from './status.ts';
import { typing } from './typing.ts';
import { topics } from './topics.ts';

/** All that can be said over the wire. */
const features = [
  connection,
  signIn,
  devices,
  knocks,
  members,
  statusWords,
  messages,
  changes,
  files,
  pictureWords,
  laterWords,
  history,
  receipts,
  typing,
  groups,
  topics,
  privateChats,
  moderation,
  roomWords,
  retention,
] as const;

/** What a member asks of a room, in the order of docs/PROTOCOL.md. */
export const requests = allWords(features, 'requests');
export const notices = allWords(features, 'notices');
export const tellings = allWords(features, 'tellings');
export const codes = allWords(features, 'codes');
export const limits = allWords(features, 'limits');
