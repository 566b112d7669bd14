import type { ContactGroupView } from '../../src-shared/bridge/contacts.ts';
import { presenceOrder } from '../../src-shared/protocol/members.ts';
import type { Member } from '../../src-shared/protocol/members.ts';
import { foldText } from '../../src-shared/text/fold.ts';
import { findCommand, type KnownCommand } from '../../src-shared/typed/read-typed.ts';
import { findGroup } from '../../src-shared/typed/run-typed.ts';
import { type TypedWorld } from '../../src-shared/typed/typed-world.ts';
import {
  typedCommands,
  type TypedArgument,
  type TypedCommand,
} from '../../src-shared/typed/typed-commands.ts';
import type { Language } from '../../src-shared/translations/catalogue.ts';
import type { TFunction } from 'i18next';
import { findEmoji, withTone, type EmojiGroup, type Tone } from '../ui/emoji-picker/emoji-list.ts';
import { emojiCodes } from './emoji-codes.ts';
import { isInCode } from './in-code.ts';
import { topicTyped } from './topic-places.ts';

/** What can stand where one types; `line` is all before the caret with it in its place. */
export type Completion = { line: string; name: string } & (
  | { is: 'command'; command: KnownCommand }
  | { is: 'person'; person: Member }
  | { is: 'contact-group'; group: ContactGroupView }
  | { is: 'emoji'; emoji: string }
  /** All who read there. */
  | { is: 'everyone' }
  /** Everyone, or a group conversation. */
  | { is: 'place' }
  /** An open group that is named in a text. */
  | { is: 'topic' }
);

export type Completions = {
  items: readonly Completion[];
  /** The line can be carried out as it is: nothing is chosen until the person chooses. */
  isComplete: boolean;
};

/** More than this and one types another letter. */
export const mostCompletions = 20;
const mostEmoji = 8;

const noCompletions: Completions = { items: [], isComplete: false };

/** What a line that begins with `/` or `@` can go on with; ordinary text goes on with nothing. */
export function completionsOf(
  line: string,
  world: TypedWorld,
  words: { everyone: string },
): Completions {
  if (!/^[/@](?!\/)[^\n]*$/.test(line)) return noCompletions;
  const command = findCommand(line);
  if (command && /\s/.test(line.charAt(command.word.length))) {
    return argumentsOf({ command, line, world, words });
  }
  return /\s/.test(line) ? noCompletions : commandsFor(line);
}

/** Where the name of an emoji can begin: not within a word, a time or an address, and not in code. */
const beforeEmoji = String.raw`(?:^|[^\p{L}\p{N}_:/\x60])`;
/** The name of an emoji that is being typed at the end of a text, from two letters on, as in `nice :smi` or `(:+1`. */
const emojiName = new RegExp(`${beforeEmoji}:([\\p{L}\\p{N}_+-]{2,})$`, 'u');
const emojiTyped = new RegExp(`${beforeEmoji}(:([\\p{L}\\p{N}_+-]{2,}):)$`, 'u');

/** Somebody may be about to type the name of one. */
export const mayNameEmoji = new RegExp(`${beforeEmoji}:[\\p{L}\\p{N}_+-]*:?$`, 'u');

/** All emoji once they are there, in which tone, and in which language their names are shown. */
export type KnownEmoji = {
  groups: readonly EmojiGroup[] | undefined;
  tone: Tone;
  language: Language;
};

/** What `:` and two letters go on with; they are found by the names of every language. */
export function emojiCompletions(
  text: string,
  { groups, tone, language }: KnownEmoji,
): Completions {
  const asked = emojiName.exec(text)?.[1];
  if (asked === undefined || !groups) return noCompletions;
  const before = text.slice(0, text.length - asked.length - 1);
  const wanted = foldText(asked);
  const coded = [...emojiCodes].filter(([code]) => code.startsWith(wanted));
  const known = coded.map(([, emoji]) => emojiOf(groups, emoji)).filter((one) => one !== undefined);
  const all = new Set([...known, ...findEmoji(groups, asked, mostEmoji)]);
  const items = [...all].slice(0, mostEmoji).map((found): Completion => {
    const emoji = withTone(found, tone);
    return { is: 'emoji', emoji, name: found.names[language], line: `${before}${emoji} ` };
  });
  return { items, isComplete: false };
}

/**
 * The emoji whose name was typed in full at the end of a text, as in `nice :smile:`, and from where on it stands. None in
 * code, where a name is a name.
 */
export function emojiTypedOut(
  text: string,
  groups: readonly EmojiGroup[],
  tone: Tone,
): { from: number; emoji: string } | undefined {
  const [, typed = '', name = ''] = emojiTyped.exec(text) ?? [];
  if (name === '' || isInCode(text)) return undefined;
  const wanted = foldText(name.replaceAll('_', ' '));
  const coded = emojiCodes.get(foldText(name));
  const found = coded === undefined ? namedEmoji(groups, wanted) : emojiOf(groups, coded);
  return found && { from: text.length - typed.length, emoji: withTone(found, tone) };
}

function namedEmoji(groups: readonly EmojiGroup[], wanted: string) {
  return groups
    .flatMap(({ emojis }) => emojis)
    .find(
      ({ slug, names }) =>
        foldText(slug.replaceAll('_', ' ')) === wanted ||
        Object.values(names).some((name) => foldText(name) === wanted),
    );
}

function emojiOf(groups: readonly EmojiGroup[], emoji: string) {
  return groups.flatMap(({ emojis }) => emojis).find((one) => one.emoji === emoji);
}

/** Whom one mentions at the end of a text, as in `thanks @al`; a name can have blanks. */
const mentioned = /(?:^|[^\p{L}\p{N}\p{M}_@])@([^@\n]{0,32})$/u;

export function isMentioning(text: string): boolean {
  return mentioned.test(text);
}

/** What `@` goes on with: the people of the conversation, and all of them at once if that is allowed. */
export function mentionCompletions(
  text: string,
  people: readonly Member[],
  everyoneWord: string | undefined,
): Completions {
  const asked = mentioned.exec(text)?.[1];
  if (asked === undefined) return noCompletions;
  const before = text.slice(0, text.length - asked.length);
  const wanted = foldText(asked);
  const offer = (item: WithoutLine<Completion>): Offer => ({
    words: item.name,
    // With a blank behind it too: it was chosen, and Enter sends.
    isTyped: foldText(item.name) === wanted.trimEnd(),
    item: { ...item, line: `${before}${item.name} ` },
  });
  const all = everyoneWord === undefined ? [] : [{ is: 'everyone' as const, name: everyoneWord }];
  const named = people
    .toSorted(hereFirst)
    .map((person) => ({ is: 'person' as const, name: person.name, person }));
  return offered([...named, ...all].map(offer), wanted);
}

/**
 * What `#` goes on with: topics, those that come first in `names` before others that fit as well. Where one may mean
 * something else, such as `#1`, Enter sends until one has chosen.
 */
export function topicCompletions(text: string, names: readonly string[]): Completions {
  const asked = topicTyped(text);
  if (asked === undefined) return noCompletions;
  const before = text.slice(0, text.length - asked.length);
  const wanted = inWords(asked);
  const offers = names.map((name): Offer => ({
    words: inWords(name),
    isTyped: inWords(name) === wanted,
    item: { is: 'topic', name: `#${name}`, line: `${before}${name} ` },
  }));
  const isLikely = !isNumber(wanted) && offers.some(({ words }) => words.startsWith(wanted));
  const { items, isComplete } = offered(offers, wanted);
  return { items, isComplete: isComplete || !isLikely };
}

function isNumber(text: string): boolean {
  return /^\p{N}+$/u.test(text);
}

/** A topic has `-` where others have blanks. */
function inWords(name: string): string {
  return foldText(name).replaceAll('-', ' ');
}

/** `/` finds all commands by any of their words, `@` only those that begin so. */
function commandsFor(line: string): Completions {
  const candidates = typedCommands
    .filter(({ word }) => line.startsWith('/') || word.startsWith('@'))
    .map((command) => {
      const whole = command.takes.length === 0 ? command.word : `${command.word} `;
      return {
        words: command.word.replace(/^[/@]/, '').replaceAll('_', ' '),
        isTyped: foldText(whole) === foldText(line),
        item: { is: 'command' as const, command, name: command.word, line: whole },
      };
    });
  return offered(candidates, foldText(line.slice(1)).replaceAll('_', ' '));
}

type Place = {
  command: KnownCommand;
  line: string;
  world: TypedWorld;
  words: { everyone: string };
};

function argumentsOf(place: Place): Completions {
  const { command, line } = place;
  const [first, second]: readonly TypedArgument[] = command.takes;
  const rest = line.slice(command.word.length).trimStart();
  const tilde = second === undefined ? -1 : rest.indexOf('~');
  const typed = tilde < 0 ? rest : rest.slice(tilde + 1);
  const argument = tilde < 0 ? first : second;
  const before = `${command.word} ${tilde < 0 ? '' : `${rest.slice(0, tilde)}~`}`;
  const after = argument === first && second !== undefined ? '~' : '';
  const wanted = foldText(typed.trim());
  const candidates = candidatesOf(argument, place, rest.slice(0, Math.max(0, tilde)))
    // It would end where the name's own `~` stands.
    .filter(({ name }) => after === '' || !name.includes(after))
    .map((item) => ({
      words: item.name,
      isTyped: after === '' && foldText(item.name) === wanted,
      item: { ...item, line: `${before}${item.name}${after}` },
    }));
  return offered(candidates, wanted);
}

type WithoutLine<T> = T extends unknown ? Omit<T, 'line'> : never;

function candidatesOf(
  argument: TypedArgument | undefined,
  { command, world, words }: Place,
  group: string,
): WithoutLine<Completion>[] {
  switch (argument) {
    case 'person':
      return peopleFor(command, world, group);
    case 'group':
      return [...world.contactGroups()].map((found) => ({
        is: 'contact-group',
        name: found.name,
        group: found,
      }));
    case 'place': {
      const groups = [...world.groups()].filter(({ standing }) => standing === 'member');
      const names = groups.map(({ name, topic }) => (topic ? `#${name}` : name));
      const places = [words.everyone, ...names];
      return [
        ...places.map((name) => ({ is: 'place' as const, name })),
        ...peopleFor(command, world, group),
      ];
    }
    case 'topic':
      return [...world.groups()].flatMap(({ topic, name }) =>
        topic ? [{ is: 'place' as const, name: `#${name}` }] : [],
      );
    case 'knock':
      return [...world.knocks()].map(({ name }) => ({ is: 'place' as const, name }));
    case 'device':
    case 'status':
    case 'presence':
    case 'message':
    case 'emoji':
    case 'file':
    case 'text':
    case 'about':
    case 'name':
    case 'role':
    case 'reason':
    case 'penalty':
    case 'setting':
    case undefined:
      return [];
  }
}

function hereFirst(one: Member, other: Member): number {
  return (
    presenceOrder[one.presence] - presenceOrder[other.presence] ||
    one.name.localeCompare(other.name)
  );
}

/** Only those with whom the command can do something, who is here first. */
function peopleFor({ key }: KnownCommand, world: TypedWorld, group: string) {
  const asking = new Set(
    [...world.privates()].filter(({ state }) => state.is === 'asked').map((ask) => ask.partner),
  );
  const inGroup = new Set(findGroup(world, group)?.members);
  const fits = ({ account, guest }: Member): boolean => {
    if (account === world.self) return false;
    if (key === 'acceptPrivate' || key === 'declinePrivate') return asking.has(account);
    if (key === 'groupPersonAdd') return !inGroup.has(account);
    if (key === 'groupPersonRemove') return inGroup.has(account);
    return key !== 'askPrivate' || !guest;
  };
  return [...world.members()]
    .filter(fits)
    .toSorted(hereFirst)
    .map((person) => ({ is: 'person' as const, name: person.name, person }));
}

type Offer = {
  /** What it is found by. */
  words: string;
  item: Completion;
  /** It stands there already, and nothing has to follow. */
  isTyped: boolean;
};

/** Those with a word that begins with what is typed; equal ones first. */
function offered(candidates: readonly Offer[], wanted: string): Completions {
  const found = candidates
    .filter(({ isTyped }) => !isTyped)
    .map(({ words, item }) => ({ rank: rankOf(foldText(words), wanted), item }))
    .filter(({ rank }) => rank >= 0)
    .toSorted((one, other) => one.rank - other.rank);
  return {
    items: found.slice(0, mostCompletions).map(({ item }) => item),
    isComplete: candidates.some(({ isTyped }) => isTyped),
  };
}

/** The lower, the nearer; -1 for what does not fit. */
function rankOf(name: string, wanted: string): number {
  if (name === wanted) return 0;
  if (name.startsWith(wanted)) return 1;
  return name.includes(` ${wanted}`) ? 2 : -1;
}

/** What has to be typed after a command, as in `contact group~text`. */
export function argumentWords(t: TFunction, { takes, rest, before }: TypedCommand): string {
  const taken = takes.map((argument) => t(`typed.argument_${argument}`)).join('~');
  const number = before && t(`typed.argument_${before}`);
  const words = number ? (taken ? `[${number}~]${taken}` : `[${number}]`) : taken;
  return rest === undefined ? words : `${words}[~${t(`typed.argument_${rest}`)}]`;
}

/** What a command is for. */
export function helpText(t: TFunction, { key }: KnownCommand): string {
  return t(`typed.help_${key}`);
}
