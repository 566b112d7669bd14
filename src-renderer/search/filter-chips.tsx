import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import { X } from 'lucide-react';
import { useStore } from 'zustand';
import type { AccountId, ConversationId } from '../../src-shared/protocol/ids.ts';
import { conversationName } from '../room/group-name.ts';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { nameOf } from '../room/room-selectors.ts';
import type { RoomState } from '../room/room-store.ts';
import { noFilters, type SearchFilters } from '../room/search-store.ts';
import styles from './search-pane.module.css';

/** The filters that are set, each with the way to take it off. */
export function FilterChips() {
  const { t } = useTranslation();
  const { search } = useRoomStores();
  const filters = useStore(search, (state) => state.filters);
  const state = useRoom((room) => room);
  const chips = chipTexts(filters, { t, state });
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

function chipTexts(
  filters: SearchFilters,
  words: Words,
): (readonly [keyof SearchFilters, string])[] {
  const { t } = words;
  const { in: place, from, before, after } = filters;
  const all = [
    ['in', place && t('search.chipIn', { name: placeName(place, words) })],
    ['from', from && t('search.chipFrom', { name: personName(from, words) })],
    ['after', after && t('search.chipAfter', { day: after })],
    ['before', before && t('search.chipBefore', { day: before })],
  ] as const;
  return all.flatMap(([filter, text]) => (text ? [[filter, text] as const] : []));
}

/** How a conversation is called in a sentence about where to look. */
export function placeName(place: ConversationId, words: Words): string {
  return conversationName(words.state, place, words.t);
}

function personName(account: AccountId, { t, state }: Words): string {
  if (account === state.room?.account) return t('search.you');
  return nameOf(state, account) ?? t('conversations.someone');
}
