import { limits } from '../protocol/limits.ts';
import { foldText } from './fold.ts';
import { replaceLookAlikes } from './look-alikes.ts';
import { isLonger } from './refuse-text.ts';

export type CheckedName =
  | {
      ok: true;
      /** As it is shown. */
      name: string;
      /** Equal for names that a reader could take for one another; unique in a room. */
      nameKey: string;
    }
  | NotAllowed
  | { ok: false; code: 'name-empty' | 'name-too-long'; subject?: undefined };

export type CheckedGroupName =
  | { ok: true; name: string }
  | NotAllowed
  | { ok: false; code: 'group-name-empty' | 'group-name-too-long'; subject?: undefined };

export type CheckedRoomName =
  | { ok: true; name: string }
  | { ok: false; code: 'room-name-empty' | 'room-name-too-long' | 'name-not-allowed' };

type NotAllowed = {
  ok: false;
  code: 'name-not-allowed';
  /** The character that cannot be, if it is one that can be shown. */
  subject?: string;
};

/**
 * Control, format (bidi, zero-width), private and unassigned characters, half pairs, line separators,
 * blanks that are letters to Unicode, and what is drawn over its neighbours' lines.
 */
const forbidden =
  /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}\p{Zl}\p{Zp}\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\uffa0]|^\p{M}|\p{M}{5}/u;
/**
 * What a plain dialect, IRC or a typed line means something by around a name (W19): `NAME~TEXT`, `<NAME> TEXT`,
 * `[NAME] TEXT`, `FROM → TO: TEXT`, `* NAME left the chat`. Who could be called `veli> selam <ali` would speak for Veli.
 */
const structure = /[~<>{}[\]",:!@#*?→]/;
/** What cuts a group's name off from what is said there. */
const groupStructure = /[~<>[\]]/;
/** What is taken for a sign of `structure` and is no other form of it to Unicode. */
const looksLikeStructure = /[‹›˂˃〈〉⟨⟩❬❭❮❯❰❱∼〜⁓˜]/u;
/** At least one of them: a name of dots alone cannot be told from another one. */
const visible = /[\p{L}\p{N}\p{Extended_Pictographic}]/u;
/** Marks that change nothing one could tell a person by. */
const overlays =
  /[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f]/g;

/** What the room itself would be taken for. */
const reservedKeys = new Set(
  ['server', 'everyone', 'system', 'oda', 'herkes', 'sunucu', 'sistem'].map(makeNameKey),
);

/** A person's name: trimmed, blanks inside made one space, NFC, 1 to 32 characters. */
export function checkName(raw: string): CheckedName {
  const name = tidy(raw);
  if (name === '') return { ok: false, code: 'name-empty' };
  if (isLonger(name, limits.maxNameCharacters)) return { ok: false, code: 'name-too-long' };
  const subject = findStructure(name, structure);
  if (subject !== undefined) return { ok: false, code: 'name-not-allowed', subject };
  if (!isAllowed(name)) return { ok: false, code: 'name-not-allowed' };
  const nameKey = makeNameKey(name);
  if (reservedKeys.has(nameKey)) return { ok: false, code: 'name-not-allowed' };
  return { ok: true, name, nameKey };
}

/** A room's name, by the same rules, with 64 characters and nothing reserved. */
export function checkRoomName(raw: string): CheckedRoomName {
  const name = tidy(raw);
  if (name === '') return { ok: false, code: 'room-name-empty' };
  if (isLonger(name, limits.maxRoomNameCharacters)) {
    return { ok: false, code: 'room-name-too-long' };
  }
  return isAllowed(name) ? { ok: true, name } : { ok: false, code: 'name-not-allowed' };
}

/** A group's name, of a conversation or of contacts, by the rules of a room's name, and without `groupStructure`. */
export function checkGroupName(raw: string): CheckedGroupName {
  const name = tidy(raw);
  if (name === '') return { ok: false, code: 'group-name-empty' };
  if (isLonger(name, limits.maxGroupNameCharacters)) {
    return { ok: false, code: 'group-name-too-long' };
  }
  const subject = findStructure(name, groupStructure);
  if (subject !== undefined) return { ok: false, code: 'name-not-allowed', subject };
  return isAllowed(name) ? { ok: true, name } : { ok: false, code: 'name-not-allowed' };
}

/** What of a text can be somebody's name, for a field to begin with: the whole of a name that is one already. */
export function nameWithin(text: string): string {
  const kept = [...tidy(text)].map((character) => (mayHold(character) ? character : ' ')).join('');
  const name = [...tidy(kept)].slice(0, limits.maxNameCharacters).join('');
  const checked = checkName(name);
  return checked.ok ? checked.name : '';
}

function mayHold(character: string): boolean {
  return (
    (!forbidden.test(character) || /\p{M}/u.test(character)) &&
    findStructure(character, structure) === undefined
  );
}

/** The first sign in it that stands for something else, in whatever width it is written. */
function findStructure(name: string, signs: RegExp): string | undefined {
  return [...name].find(
    (character) => signs.test(character.normalize('NFKC')) || looksLikeStructure.test(character),
  );
}

/** The key that a name would have, allowed or not: for what somebody types in place of one. */
export function nameKeyOf(text: string): string {
  return makeNameKey(tidy(text));
}

function makeNameKey(name: string): string {
  return replaceLookAlikes(foldText(name).replace(overlays, ''));
}

function tidy(raw: string): string {
  return raw
    .trim()
    .replace(/\p{Zs}+/gu, ' ')
    .normalize('NFC');
}

function isAllowed(name: string): boolean {
  return !forbidden.test(name) && visible.test(name);
}
