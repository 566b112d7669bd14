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
  from?: AccountId;
  in?: ConversationId;
  /** Epoch milliseconds: before the start of that day, from the start of that day. */
  before?: number;
  after?: number;
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
  const query: Partial<Omit<SearchQuery, 'problems'>> = {};
  const problems: QueryProblem[] = [];
  const text = typed.replace(
    filter,
    (whole, ...[word = '', quoted, plain]: (string | undefined)[]) => {
      const operator = operators.get(foldText(word));
      if (!operator) return whole;
      const value = (quoted ?? plain ?? '').trim();
      const problem = value === '' ? undefined : applyFilter(query, { operator, value, names });
      if (problem) problems.push({ operator, value, is: problem });
      return ' ';
    },
  );
  return { ...query, text: text.replace(/\s+/g, ' ').trim(), problems };
}

function applyFilter(
  query: Partial<Omit<SearchQuery, 'problems'>>,
  filtered: { operator: SearchOperator; value: string; names: QueryNames },
): QueryProblem['is'] | undefined {
  const { operator, value, names } = filtered;
  if (operator === 'before' || operator === 'after') {
    const at = dayStart(value);
    if (at === undefined) return 'not-a-date';
    query[operator] = at;
    return undefined;
  }
  const folded = foldText(value);
  if (operator === 'in') return applyPlace(query, folded, names);
  const isSelf = selfWords.has(folded);
  const found = isSelf && names.self ? [names.self] : accountsOf(folded, names);
  const account = found[0];
  if (!account || found.length > 1) return account ? 'several' : 'nobody';
  query.from = account;
  return undefined;
}

/** Everyone, or a conversation by the name of the other person or of the group. */
function applyPlace(
  query: Partial<Omit<SearchQuery, 'problems'>>,
  folded: string,
  { self, members, groups }: QueryNames,
): QueryProblem['is'] | undefined {
  if (everyoneWords.has(folded)) {
    query.in = everyone;
    return undefined;
  }
  if (!self) return 'nobody';
  const places = [
    ...[...groups].map((group) => [group.name, group.in] as const),
    ...[...members]
      .filter((member) => member.account !== self)
      .map((member) => [member.name, directConversation(self, member.account)] as const),
  ];
  const found = idsByName(folded, places);
  const place = found[0];
  if (!place || found.length > 1) return place ? 'several' : 'nobody';
  query.in = place;
  return undefined;
}

function accountsOf(folded: string, { members }: QueryNames): AccountId[] {
  return idsByName(
    folded,
    [...members].map((member) => [member.name, member.account] as const),
  );
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
