import type { Member } from '../../src-shared/protocol/frames.ts';
import {
  directConversation,
  everyone,
  type AccountId,
  type ConversationId,
} from '../../src-shared/protocol/ids.ts';
import { foldText } from '../../src-shared/text/fold.ts';

export type SearchOperator = 'from' | 'in' | 'before' | 'after';

/** Why a typed filter cannot be used yet. */
export type QueryProblem = {
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
  if (operator === 'in' && everyoneWords.has(folded)) {
    query.in = everyone;
    return undefined;
  }
  const isSelf = operator === 'from' && selfWords.has(folded);
  const found = isSelf && names.self ? [names.self] : accountsOf(folded, names);
  const account = found[0];
  if (!account || found.length > 1) return account ? 'several' : 'nobody';
  if (operator === 'from') query.from = account;
  else if (!names.self || account === names.self) return 'nobody';
  else query.in = directConversation(names.self, account);
  return undefined;
}

/** The one of that name, or else all whose names begin so. */
function accountsOf(folded: string, names: QueryNames): AccountId[] {
  const begins: AccountId[] = [];
  for (const member of names.members) {
    const name = foldText(member.name);
    if (name === folded) return [member.account];
    if (name.startsWith(folded)) begins.push(member.account);
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
