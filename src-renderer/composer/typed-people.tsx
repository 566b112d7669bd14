import { useTranslation } from 'react-i18next';
import type { Member } from '../../src-shared/protocol/members.ts';
import { PresenceWords } from '../room/person-presence.tsx';
import { useRoom } from '../room/room-context.tsx';
import { Avatar } from '../ui/avatar.tsx';
import { ScrollArea } from '../ui/scroll-area.tsx';
import styles from './typed-card.module.css';

export type TypedPeopleProps = {
  people: readonly Member[];
  /** Says so if there is nobody. */
  isNobodyTold?: boolean;
};

/** People and whether they are here (R0.5). */
export function TypedPeople({ people, isNobodyTold = false }: TypedPeopleProps) {
  const { t } = useTranslation();
  const self = useRoom((state) => state.room?.account);
  if (people.length === 0) {
    return isNobodyTold ? <p className={styles.note}>{t('typed.emptyGroup')}</p> : null;
  }
  return (
    <ScrollArea className={styles.body} label={t('typed.result')}>
      <ul>
        {people.map((person) => (
          <li key={person.account} className={styles.person}>
            <Avatar name={person.name} id={person.account} size={24} presence={person.presence} />
            <span className={styles.name}>
              {person.name}
              {person.account === self ? ` (${t('members.you')})` : null}
            </span>
            <span className={styles.standing}>
              {person.guest ? `${t('contacts.guest')} · ` : null}
              <PresenceWords member={person} />
            </span>
          </li>
        ))}
      </ul>
    </ScrollArea>
  );
}
