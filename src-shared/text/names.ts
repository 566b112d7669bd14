import { limits } from '../protocol/limits.ts';
import { foldText } from './fold.ts';
import { isLonger } from './refuse-text.ts';

type No<Code> = {
  ok: false;
  code: Code | 'name-not-allowed';
  /** The character that cannot be, if it is one that can be shown. */
  subject?: string;
};

/** `name` as it is shown. */
type Checked<Code> = { ok: true; name: string } | No<Code>;

export type CheckedGroupName = ReturnType<typeof checkGroupName>;

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
const nameStop = new RegExp(`${structure.source}|[\\n\\r\\t]`, 'u');
/** What cuts a group's name off from what is said there. */
const groupStructure = /[~<>[\]]/;
/** What is taken for a sign of `structure` and is no other form of it to Unicode. */
const looksLikeStructure = /[‹›˂˃〈〉⟨⟩❬❭❮❯❰❱∼〜⁓˜]/u;
/** At least one of them: a name of dots alone cannot be told from another one. */
const visible = /[\p{L}\p{N}\p{Extended_Pictographic}]/u;
/** Marks that change nothing one could tell a person by. */
const overlays =
  /[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f]/g;

/**
 * Characters that a reader takes for a Latin letter, each behind the letter. Accents and case, full-width
 * and mathematical letters are not here: `foldText` has taken them away. `i`, `l`, `1` and `I` are one,
 * because `I` is `i` to who writes and `l` to who reads.
 */
const look: Record<string, string> = {
  a: 'аαɑᴀⱥꓮᎪ',
  b: 'вьβЬƅɓƀʙꓐᏴ',
  c: 'сϲƈȼᴄҫꓚᏟ',
  d: 'ԁɗᴅꓓᎠ',
  e: 'еεҽɇᴇꓰᎬ',
  f: 'ƒꜰꓝ',
  g: 'ɡɠɢցꓖᏀ',
  h: 'нһηհɦʜꓧᎻ',
  j: 'јϳյɉᴊꓙᎫ',
  k: 'кκƙᴋꓗᏦ',
  l: 'i1|іιɩɪɨӏԼʟǀꓲꓡᎥᏞ\u05d5\u05df\u0627\u0661\u06f1ⵏ',
  m: 'мμɱᴍꓟᎷ',
  n: 'пνոɲɴꓠ',
  o: '0оοօөɵᴏꓳ\u05e1\u0647о০०੦૦୦௦౦೦൦๐໐၀〇ⵔᎾ',
  p: 'рρƥᴘꓑᏢ',
  q: 'ԛզ',
  r: 'гɍʀꓣᎡᏒ',
  s: 'ѕʂꜱՏꓢᏚ',
  t: 'тτƭᴛꓔᎢ',
  u: 'սᴜꓴ',
  v: 'ѵʋᴠꓦᏙ',
  w: 'ԝωѡᴡꓪᎳ',
  x: 'хχꓫ',
  y: 'уүυɏƴʏꓬᎩ',
  z: 'ƶᴢζꓜᏃ',
  3: 'з',
};

const letterByLookAlike = new Map(
  Object.entries(look).flatMap(([letter, alike]) =>
    [...alike].map((character) => [foldText(character), letter] as const),
  ),
);

/** Folded text with each look-alike replaced by the letter that it looks like. */
function replaceLookAlikes(folded: string): string {
  return [...folded].map((character) => letterByLookAlike.get(character) ?? character).join('');
}

/** What the room itself would be taken for. */
const reservedKeys = new Set(
  ['server', 'everyone', 'system', 'oda', 'herkes', 'sunucu', 'sistem'].map(makeNameKey),
);

/**
 * A person's name: trimmed, blanks inside made one space, NFC, 1 to 32 characters. `nameKey` is equal for names
 * that a reader could take for one another; unique in a room.
 */
export function checkName(raw: string) {
  const most = limits.maxNameCharacters;
  const checked = check(raw, { empty: 'name-empty', tooLong: 'name-too-long', most, structure });
  if (!checked.ok) return checked;
  const nameKey = makeNameKey(checked.name);
  if (!reservedKeys.has(nameKey)) return { ...checked, nameKey };
  return { ok: false, code: 'name-not-allowed' } satisfies No<never>;
}

/** A room's name, by the same rules, with 64 characters and nothing reserved. */
export function checkRoomName(raw: string) {
  const most = limits.maxRoomNameCharacters;
  return check(raw, { empty: 'room-name-empty', tooLong: 'room-name-too-long', most });
}

/** A group's name, of a conversation or of contacts, by the rules of a room's name, and without `groupStructure`. */
export function checkGroupName(raw: string) {
  const codes = { empty: 'group-name-empty', tooLong: 'group-name-too-long' } as const;
  return check(raw, { ...codes, most: limits.maxGroupNameCharacters, structure: groupStructure });
}

/**
 * A topic's name, which is its channel's too: one word, without the `#` that may stand in front. Blanks become `-`.
 * `nameKey` is equal for names that a reader could take for one another; unique in a room.
 */
export function checkTopicName(raw: string) {
  const codes = { empty: 'topic-name-empty', tooLong: 'topic-name-too-long' } as const;
  const word = tidy(raw).replace(/^#/, '').trim().replaceAll(' ', '-');
  const most = limits.maxTopicNameCharacters;
  const checked = check(word, { ...codes, most, structure });
  if (!checked.ok) return checked;
  const nameKey = topicKeyOf(checked.name);
  if (!reservedKeys.has(nameKey)) return { ...checked, nameKey };
  return { ok: false, code: 'name-not-allowed' } satisfies No<never>;
}

/** By which a topic is found: as its name would be compared, `#` in front or not. */
export function topicKeyOf(typed: string): string {
  return makeNameKey(tidy(typed).replace(/^#/, '').trim().replaceAll(' ', '-'));
}

type Rules<Code> = { empty: Code; tooLong: Code; most: number; structure?: RegExp };

function check<const Code extends string>(raw: string, rules: Rules<Code>): Checked<Code> {
  const name = tidy(raw);
  if (name === '') return { ok: false, code: rules.empty };
  if (isLonger(name, rules.most)) return { ok: false, code: rules.tooLong };
  const subject = rules.structure && findStructure(name, rules.structure);
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

/** Where the first sign stands that no person's name can hold; the text's end if there is none. */
export function nameEnd(text: string): number {
  const at = text.search(nameStop);
  return at < 0 ? text.length : at;
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
