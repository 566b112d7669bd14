import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import {
  accountId,
  conversationId,
  everyone,
  type AccountId,
  type ConversationId,
} from '../../src-shared/protocol/ids.ts';
import { useFormat, type Format } from '../i18n/format.ts';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { conversationsByActivity, conversationName, nameOf } from '../room/room-selectors.ts';
import { Select } from '../ui/select.tsx';
import { DateField } from '../ui/date-field.tsx';
import filterStyles from '../ui/pane-filters.module.css';
import styles from './search-pane.module.css';
import type { TFunction } from 'i18next';
import { X } from 'lucide-react';
import type { RoomState } from '../room/room-store.ts';
import { dayStart, noFilters, type SearchFilters } from '../room/search-store.ts';

/** Stands for no filter: a list cannot hold an empty value. */
const any = 'any';

/** Those that are on or off. */
const switches = { hasLink: true, hasFile: 'any', mentionsMe: true, isPinned: true } as const;
const kinds = Object.keys(switches) as (keyof typeof switches)[];

/** The filters as fields: from whom, in which conversation, from which day to which. */
export function SearchFilterFields() {
  const { t } = useTranslation();
  const { search } = useRoomStores();
  const filters = useStore(search, (state) => state.filters);
  const state = useRoom((room) => room);
  const places = useMemo(() => {
    const all = [everyone, ...conversationsByActivity(state).map((view) => view.in)];
    const shown = filters.in === undefined || all.includes(filters.in) ? all : [...all, filters.in];
    return shown.map((place) => ({ value: place, label: placeName(place, { t, state }) }));
  }, [state, filters.in, t]);
  const people = useMemo(() => {
    const self = state.room?.account;
    return [...state.members.values()]
      .toSorted((one, other) => one.name.localeCompare(other.name))
      .map(({ account, name }) => ({
        value: account,
        label: account === self ? `${name} (${t('members.you')})` : name,
      }));
  }, [state.members, state.room, t]);
  return (
    <div className={filterStyles.filters}>
      <Select<string>
        label={t('search.in')}
        value={filters.in ?? any}
        options={[{ value: any, label: t('search.anywhere') }, ...places]}
        onValue={(value) => search.setFilters({ in: conversationId.safeParse(value).data })}
      />
      <Select<string>
        label={t('search.from')}
        value={filters.from ?? any}
        options={[{ value: any, label: t('search.anyone') }, ...people]}
        onValue={(value) => search.setFilters({ from: accountId.safeParse(value).data })}
      />
      <DateField
        label={t('search.after')}
        value={filters.after}
        onValue={(after) => search.setFilters({ after })}
      />
      <DateField
        label={t('search.before')}
        value={filters.before}
        onValue={(before) => search.setFilters({ before })}
      />
      <div className={filterStyles.kinds} role="group" aria-label={t('search.only')}>
        {kinds.map((kind) => (
          <button
            key={kind}
            type="button"
            className={filterStyles.kind}
            aria-pressed={filters[kind] !== undefined}
            onClick={() =>
              search.setFilters({ [kind]: filters[kind] ? undefined : switches[kind] })
            }
          >
            {t(`search.only_${kind}`)}
          </button>
        ))}
      </div>
    </div>
  );
}

/** The filters that are set, each with the way to take it off. */
export function FilterChips() {
  const { t } = useTranslation();
  const { search } = useRoomStores();
  const filters = useStore(search, (state) => state.filters);
  const state = useRoom((room) => room);
  const format = useFormat();
  const chips = chipTexts(filters, { t, state, format });
  if (chips.length === 0) return null;
  return (
    <ul className={styles.chips}>
      {chips.map(([filter, text]) => (
        <li key={filter} className={styles.chip}>
          <span className={styles.chipText}>{text}</span>
          <button
            type="button"
            className={styles.chipRemove}
            aria-label={t('search.remove', { filter: text })}
            onClick={() => search.setFilters({ [filter]: noFilters[filter] })}
          >
            <X size={12} aria-hidden="true" />
          </button>
        </li>
      ))}
    </ul>
  );
}

type Words = { t: TFunction; state: RoomState };

/** A day as it is set, in the words of the language. */
function dayText(day: string, format: Format): string {
  return format.writtenDay(dayStart(day) ?? 0);
}

function chipTexts(
  filters: SearchFilters,
  words: Words & { format: Format },
): (readonly [keyof SearchFilters, string])[] {
  const { t } = words;
  const { in: place, from, before, after } = filters;
  const all = [
    ['in', place && t('search.chipIn', { name: placeName(place, words) })],
    ['from', from && t('search.chipFrom', { name: personName(from, words) })],
    ['after', after && t('search.chipAfter', { day: dayText(after, words.format) })],
    ['before', before && t('search.chipBefore', { day: dayText(before, words.format) })],
    ...kinds.map((kind) => [kind, filters[kind] && t(`search.only_${kind}`)] as const),
  ] as const;
  return all.flatMap(([filter, text]) => (text ? [[filter, text] as const] : []));
}

/** How a conversation is called in a sentence about where to look. */
function placeName(place: ConversationId, words: Words): string {
  return conversationName(words.state, place, words.t);
}

function personName(account: AccountId, { t, state }: Words): string {
  if (account === state.room?.account) return t('search.you');
  return nameOf(state, account) ?? t('conversations.someone');
}
