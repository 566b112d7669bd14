import { useTranslation } from 'react-i18next';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import { useNames, useRoomStores } from '../room/room-context.tsx';
import { nameOf } from '../room/room-selectors.ts';
import { Avatar } from '../ui/avatar.tsx';
import styles from './person-list.module.css';

type PersonListProps = { accounts: readonly AccountId[]; onChosen: () => void };

/** People in a dialog about a message; a click shows the card of one. */
export function PersonList({ accounts, onChosen }: PersonListProps) {
  const { frame } = useRoomStores();
  return (
    <ul className={styles.names}>
      {accounts.map((account) => (
        <li key={account}>
          <PersonEntry
            account={account}
            onClick={() => {
              onChosen();
              frame.showPerson(account);
            }}
          />
        </li>
      ))}
    </ul>
  );
}

function PersonEntry({ account, onClick }: { account: AccountId; onClick: () => void }) {
  const { t } = useTranslation();
  const name = useNames((state) => nameOf(state, account)) ?? t('conversations.someone');
  return (
    <button type="button" className={styles.person} onClick={onClick}>
      <Avatar name={name} id={account} size={24} />
      <bdi>{name}</bdi>
    </button>
  );
}
