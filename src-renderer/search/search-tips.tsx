import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import styles from './search-pane.module.css';

/** The filters that can be typed, as buttons that begin one. */
export function SearchTips() {
  const { t } = useTranslation();
  const { search } = useRoomStores();
  const typed = useStore(search, (state) => state.typed);
  const name = useRoom((state) => {
    const self = state.room?.account;
    return [...state.members.values()].find((member) => member.account !== self)?.name ?? 'Ali';
  });
  const quoted = name.includes(' ') ? `"${name}"` : name;
  const tips = [
    t('search.operatorFrom', { name: quoted }),
    t('search.operatorIn'),
    t('search.operatorAfter'),
    t('search.operatorBefore'),
  ];
  return (
    <div className={styles.tips}>
      <p className={styles.tipsTitle}>{t('search.operators')}</p>
      <ul className={styles.tipList}>
        {tips.map((tip) => (
          <li key={tip}>
            <button
              type="button"
              className={styles.tip}
              onClick={(event) => {
                search.type(`${typed} ${tip} `.trimStart());
                event.currentTarget.closest('[data-search]')?.querySelector('input')?.focus();
              }}
            >
              {tip}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
