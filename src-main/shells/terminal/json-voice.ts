import { importedName } from '../../../src-shared/sentences/imported-name.ts';
import type { AccountId } from '../../../src-shared/protocol/ids.ts';
import { shownSigns } from '../../../src-shared/member/compare-signs.ts';
import { z } from 'zod';
import { assertNever } from '../../../src-shared/assert-never.ts';
import type { ConnectionState } from '../../../src-shared/member/own-copy.ts';
import type { KnockView } from '../../../src-shared/bridge/knocks.ts';
import type { Refusal } from '../../../src-shared/protocol/codes.ts';
import type { Topic } from '../../../src-shared/protocol/topics.ts';
import type { Device } from '../../../src-shared/protocol/devices.ts';
import type { Member } from '../../../src-shared/protocol/members.ts';
import { entrySentence } from '../../../src-shared/sentences/entry-sentence.ts';
import type { EntryTold } from '../../../src-shared/sentences/entry-sentence.ts';
import { parseJson } from '../../../src-shared/parse-json.ts';
import { refusalSentence } from '../../../src-shared/sentences/refusal-sentence.ts';
import type {
  RecordedLine,
  TypedGroup,
  TypedHit,
  TypedOutcome,
} from '../../../src-shared/typed/typed-world.ts';
import { terminal as words } from '../../../src-shared/translations/en/terminal.ts';
import { typedCommands } from '../../../src-shared/typed/typed-commands.ts';
import type { Happening, Place, Voice } from './happening.ts';

/** One JSON object a line, for scripts and bots (docs/TERMINAL.md). */
export const jsonVoice: Voice = {
  tell(happening) {
    const event = eventOf(happening);
    return event ? toJsonLine(event) : '';
  },
  prompt: () => '',
};

/** What JSON leaves as it is, although a terminal or a reader of lines takes it for an order. */
const unquoted = /[\u007f-\u009f\u2028\u2029]/g;

/** An object in one line, whoever looks at it. */
export function toJsonLine(event: object): string {
  return JSON.stringify(event).replace(
    unquoted,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The answer to a line that is none of the objects that a program may write. */
export function badLine(): string {
  return toJsonLine({ event: 'refused', code: 'bad-line', sentence: words.badLine });
}

const groupEvents: Readonly<Record<string, string>> = {
  added_topic: 'topic-added',
  added_own_topic: 'topic-joined',
  removed_topic: 'topic-removed',
  removed_own_topic: 'topic-left',
  renamed_topic: 'topic-renamed',
  added: 'group-added',
  added_own: 'group-added',
  removed: 'group-removed',
  removed_own: 'group-left',
  renamed: 'group-renamed',
  'group-changed': 'group-opened',
  'group-changed_readOnly': 'group-read-only',
};

/** Of a kind that has no event of its own, the sentence says what it is. */
function eventOfEntry(told: EntryTold): object {
  const { kind, values } = told;
  const { group, by, account: other, name, text, emoji } = values;
  const event = groupEvents[kind];
  if (kind === 'removed_own') return { event, group, by };
  if (event && kind.endsWith('_topic'))
    return { event, topic: group, by, other: kind.includes('_own') ? undefined : other, name };
  if (event) return { event, group: name ?? group, by, other };
  if (by === undefined) return { event: kind, name };
  if (kind.startsWith('retention-changed')) return retentionEvent(told);
  const sentence = entrySentence(told, 'en');
  return { event: kind, group, by, other, text, emoji, sentence };
}

function retentionEvent(told: EntryTold): object {
  const { group, by } = told.values;
  const { keep } = told;
  return { event: 'retention-changed', group, by, keep, sentence: entrySentence(told, 'en') };
}

function eventOf(happening: Happening): object | undefined {
  switch (happening.is) {
    case 'message':
      return messageEvent(happening);
    case 'entry': {
      const { told, at, isOld, number } = happening;
      return { ...eventOfEntry(told), at, old: isOld, number };
    }
    case 'connection':
      return connectionOf(happening.connection);
    case 'private': {
      const { is: state, ...more } = happening.state;
      return { event: 'private', partner: happening.partner, state, ...more };
    }
    case 'compare': {
      const signs = shownSigns(happening.signs, 'en');
      return { event: 'compare', partner: happening.partner, signs };
    }
    case 'place':
      return { event: 'place', ...placeOf(happening.place) };
    case 'recorded':
      return { event: 'recorded', ...recordOf(happening.line) };
    case 'logs-texts':
      return { event: 'logs-texts', on: happening.isOn };
    case 'outcome':
      return outcomeOf(happening.outcome);
    case 'resynced':
      return { event: 'resynced', ...fieldsOf(happening.refusal) };
    case 'refused': {
      const { refusal, text } = happening;
      const sentence = refusalSentence(refusal, 'en');
      return { event: 'refused', ...fieldsOf(refusal), sentence, text };
    }
    // A program has no half-typed line that could be put aside.
    case 'set-aside':
      return undefined;
    default:
      return withItsFields(happening);
  }
}

/** Their fields are called the same. */
type SameFields =
  | 'entered'
  | 'knock'
  | 'presence'
  | 'no-space'
  | 'skipped'
  | 'kept'
  | 'unsent'
  | 'goodbye';

function withItsFields({ is: event, ...fields }: Extract<Happening, { is: SameFields }>): object {
  return { event, ...fields };
}

function outcomeOf(outcome: TypedOutcome): object | undefined {
  switch (outcome.is) {
    case 'people':
      return { event: 'people', people: outcome.people.map(personOf) };
    case 'hits':
      return { event: 'hits', hits: outcome.hits.map(hitOf), more: outcome.hasMore };
    case 'groups':
      return { event: 'groups', groups: outcome.groups.map(groupOf) };
    case 'group':
      return { event: 'group', ...groupOf(outcome.group) };
    case 'topics':
      return { event: 'topics', topics: outcome.topics.map(topicOf) };
    case 'record': {
      const entries = outcome.entries.map(recordOf);
      return { event: outcome.of, entries, more: outcome.hasMore };
    }
    case 'knocks':
      return { event: 'knocks', knocks: outcome.knocks.map(knockOf) };
    case 'devices':
      return { event: 'devices', devices: outcome.devices.map(deviceOf) };
    case 'reset-code': {
      const { name, resetCode: code, expiresAt } = outcome;
      return { event: 'reset-code', name, code, expiresAt };
    }
    case 'privacy':
      return { event: 'privacy', statements: outcome.statements };
    case 'compare': {
      const signs = shownSigns(outcome.signs, 'en');
      return { event: 'compare', partner: outcome.name, signs, compared: outcome.isCompared };
    }
    case 'done':
      return { event: outcome.done, name: outcome.name };
    case 'wrong':
      return { event: 'refused', ...outcome.problem };
    case 'refused':
      return eventOf({ is: 'refused', refusal: outcome.refusal });
    case 'help': {
      const commands = typedCommands.map(({ word, takes }) => ({ command: word, takes }));
      return { event: 'help', commands };
    }
    // `place` and `goodbye` follow.
    case 'show':
    case 'password':
    case 'leave':
      return undefined;
    default:
      return assertNever(outcome);
  }
}

function knockOf({ name, address, at }: KnockView): object {
  return { name, address, at };
}

/** Its place in the list says which one `/sign_out` means. */
function deviceOf({ computer, since, lastSeenAt, isIn, isOwn }: Device): object {
  return { computer, since, seen: lastSeenAt, in: isIn, own: isOwn };
}

/** With names in place of ids, as far as they are known. */
function recordOf({ entry, names }: RecordedLine): object {
  const nameOf = (account: AccountId | undefined) => account && (names.get(account) ?? account);
  const { in: place, ...told } = entry;
  const group = place && names.get(place);
  return { ...told, by: nameOf(entry.by), account: nameOf(entry.account), group };
}

function connectionOf({ is: state, ...more }: ConnectionState): object {
  const cause = 'cause' in more && more.cause ? fieldsOf(more.cause) : undefined;
  return { event: 'connection', state, ...more, cause };
}

/** A refusal without what else an answer holds. */
function fieldsOf(refusal: Refusal): Refusal {
  const { code, field, limit, retryAfterMs, subject, reason, supported } = refusal;
  return { code, field, limit, retryAfterMs, subject, reason, supported };
}

function placeOf(place: Place): object {
  switch (place.is) {
    case 'everyone':
      return { in: 'everyone' };
    case 'group':
      return { in: 'group', group: place.name };
    case 'direct':
    case 'private':
      return { in: place.is, partner: place.partner };
    default:
      return assertNever(place);
  }
}

function personOf({ name, presence, lastSeenAt, guest, status }: Member): object {
  return { name, presence, lastSeenAt, guest, status };
}

function hitOf({ message, from, to }: TypedHit): object {
  const name = message.imported ? importedName(message.imported, 'en') : from?.name;
  return { from: name ?? message.from, to: to?.name, at: message.at, text: message.text };
}

function groupOf({ group, members }: TypedGroup): object {
  return { name: group.name, members: members.map(({ name }) => name) };
}

function topicOf({ name, about, people, archived, joined }: Topic): object {
  return { name, about, people, archived, joined };
}

/** A text that a program says: to everyone, a group or a person; if `to` is missing, to where lines go now. */
export type JsonSaid = {
  is: 'say';
  text: string;
  to?: string | undefined;
  /** In a private chat or not at all. */
  onlyPrivately: boolean;
};
/** What a program writes. */
type JsonLine =
  | JsonSaid
  | { is: 'command'; line: string }
  | { is: 'answer'; answer: string }
  | { is: 'nothing' | 'wrong' };

const jsonLine = z.union([
  z.object({ say: z.string(), to: z.string().optional(), private: z.boolean().optional() }),
  z.object({ command: z.string() }),
  z.object({ answer: z.string() }),
]);

export function readJsonLine(line: string): JsonLine {
  if (line.trim() === '') return { is: 'nothing' };
  const { data } = jsonLine.safeParse(parseJson(line));
  if (!data) return { is: 'wrong' };
  if ('command' in data) return { is: 'command', line: data.command };
  if ('answer' in data) return { is: 'answer', answer: data.answer };
  const { say: text, to, private: onlyPrivately = false } = data;
  return { is: 'say', text, to, onlyPrivately };
}

/** Of what was imported nobody of the room is the sender. */
function messageEvent(happening: Extract<Happening, { is: 'message' }>): object {
  const { is: event, place, isOwn: own, isOld: old, imported, ...said } = happening;
  const from = imported ? importedName(imported, 'en') : said.from;
  return { event, ...placeOf(place), ...said, from, own, old, imported };
}
