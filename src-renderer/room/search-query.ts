import type { GroupView } from '../../src-shared/bridge/groups.ts';
import type { Member } from '../../src-shared/protocol/members.ts';
import {
  directConversation,
  everyone,
  type AccountId,
  type ConversationId,
} from '../../src-shared/protocol/ids.ts';
import { foldText } from '../../src-shared/text/fold.ts';

type SearchOperator = 'from' | 'in' | 'before' | 'after';

/** Why a typed filter cannot be used yet. */
type QueryProblem = {
  operator: SearchOperator;
  value: string;
  is: 'nobody' | 'several' | 'not-a-date';
};

export type SearchQuery = {
  text: string;
  from?: AccountId | undefined;
  in?: ConversationId | undefined;
  /** Epoch milliseconds: before the start of that day, from the start of that day. */
  before?: number | undefined;
  after?: number | undefined;
  problems: readonly QueryProblem[];
};

export type QueryNames = {
  /** Missing until the room was opened. */
  self: AccountId | undefined;
  members: Iterable<Member>;
  groups: Iterable<Pick<GroupView, 'in' | 'name'>>;
};

/** Folded, so that `Önce:` and `once:` are one. Words of all languages are understood in all of them. */
const operators: ReadonlyMap<string, SearchOperator> = new Map([
  ['from', 'from'],
  ['kimden', 'from'],
  ['in', 'in'],
  ['nerede', 'in'],
  ['before', 'before'],
  ['once', 'before'],
  ['after', 'after'],
  ['sonra', 'after'],
]);
const selfWords = new Set(['me', 'ben', 'benden']);
const everyoneWords = new Set(['everyone', 'herkes']);
/** A word, a colon and what belongs to it: up to the next space, or in quotes. */
const filter = /(?<=^|\s)(\p{L}+):(?:"([^"]*)"?|(\S*))/gu;

/** Tells the words to look for from filters such as `from:ali in:everyone before:2026-01-31`. */
export function parseSearchQuery(typed: string, names: QueryNames): SearchQuery {
  const query: Filters = {};
  const problems: QueryProblem[] = [];
  const text = typed.replace(
    filter,
    (whole, ...[word = '', quoted, plain]: (string | undefined)[]) => {
      const operator = operators.get(foldText(word));
      if (!operator) return whole;
      const value = (quoted ?? plain ?? '').trim();
      const filters = value === '' ? {} : readFilter(operator, value, names);
      if (typeof filters === 'string') problems.push({ operator, value, is: filters });
      else Object.assign(query, filters);
      return ' ';
    },
  );
  return { ...query, text: text.replace(/\s+/g, ' ').trim(), problems };
}

type Filters = Omit<SearchQuery, 'text' | 'problems'>;

/** What a typed filter asks for, or why it cannot be used. */
function readFilter(
  operator: SearchOperator,
  value: string,
  names: QueryNames,
): Filters | QueryProblem['is'] {
  const folded = foldText(value);
  switch (operator) {
    case 'before':
    case 'after': {
      const at = dayStart(value);
      if (at === undefined) return 'not-a-date';
      return operator === 'before' ? { before: at } : { after: at };
    }
    case 'in':
      return onlyOne(placesOf(folded, names), (place) => ({ in: place }));
    case 'from':
      return onlyOne(accountsOf(folded, names), (from) => ({ from }));
  }
}

function onlyOne<Id>(
  [only, other]: readonly Id[],
  filters: (id: Id) => Filters,
): Filters | QueryProblem['is'] {
  if (only === undefined) return 'nobody';
  return other === undefined ? filters(only) : 'several';
}

/** Everyone, or a conversation by the name of the other person or of the group. */
function placesOf(folded: string, { self, members, groups }: QueryNames): ConversationId[] {
  if (everyoneWords.has(folded)) return [everyone];
  if (!self) return [];
  const others = [...members].filter((member) => member.account !== self);
  return idsByName(folded, [
    ...[...groups].map((group) => [group.name, group.in] as const),
    ...others.map(({ name, account }) => [name, directConversation(self, account)] as const),
  ]);
}

function accountsOf(folded: string, { self, members }: QueryNames): AccountId[] {
  if (self && selfWords.has(folded)) return [self];
  const named = [...members].map(({ name, account }) => [name, account] as const);
  return idsByName(folded, named);
}

/** The one of that name, or else all whose names begin so. */
function idsByName<Id>(folded: string, named: readonly (readonly [string, Id])[]): Id[] {
  const begins: Id[] = [];
  for (const [own, id] of named) {
    const name = foldText(own);
    if (name === folded) return [id];
    if (name.startsWith(folded)) begins.push(id);
  }
  return begins;
}

/** Start of a day written as `2026-01-31` or `31.01.2026`, in this computer's time zone. */
export function dayStart(value: string): number | undefined {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(value);
  const dotted = /^(\d{1,2})[./](\d{1,2})[./](\d{4})$/.exec(value);
  const [year, month, day] = iso ? iso.slice(1) : dotted ? dotted.slice(1).toReversed() : [];
  if (!year || !month || !day) return undefined;
  const date = new Date(Number(year), Number(month) - 1, Number(day));
  const isReal = date.getMonth() === Number(month) - 1 && date.getDate() === Number(day);
  return isReal ? date.getTime() : undefined;
}
