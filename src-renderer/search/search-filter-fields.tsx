import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { accountId, conversationId, everyone } from '../../src-shared/protocol/ids.ts';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { conversationsByActivity } from '../room/room-selectors.ts';
import { Select } from '../ui/select.tsx';
import { TextField } from '../ui/text-field.tsx';
import { placeName } from './filter-chips.tsx';
import styles from './search-pane.module.css';

/** Stands for no filter: a list cannot hold an empty value. */
const any = 'any';

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
    <div className={styles.filters}>
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
      <TextField
        type="date"
        label={t('search.after')}
        value={filters.after}
        onValue={(after) => search.setFilters({ after })}
      />
      <TextField
        type="date"
        label={t('search.before')}
        value={filters.before}
        onValue={(before) => search.setFilters({ before })}
      />
    </div>
  );
}
