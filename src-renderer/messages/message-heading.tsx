import { useTranslation } from 'react-i18next';
import { Avatar } from '../ui/avatar.tsx';
import { Tag } from '../ui/badge.tsx';
import { classNames } from '../ui/class-names.ts';
import { FaceButton } from '../ui/face-button.tsx';
import type { MessageRowProps } from './message-row-props.ts';
import styles from './message-row.module.css';

/** The picture of who wrote it. */
export function Face({ name, account, onPerson }: MessageRowProps) {
  const avatar = <Avatar name={name} id={account} size={36} />;
  if (!onPerson) return avatar;
  return (
    <FaceButton className={styles.face} onClick={onPerson}>
      {avatar}
    </FaceButton>
  );
}

/** Not in the order of Tab, which would stop at every message: Enter on the message does the same. */
function Name({ name, onPerson }: Pick<MessageRowProps, 'name' | 'onPerson'>) {
  const { t } = useTranslation();
  if (!onPerson) return <bdi className={styles.name}>{name}</bdi>;
  return (
    <button
      type="button"
      className={classNames(styles.name, styles.person)}
      tabIndex={-1}
      title={t('contacts.details')}
      onClick={onPerson}
    >
      <bdi>{name}</bdi>
    </button>
  );
}

/** Who wrote it, and when. */
export function Heading(props: MessageRowProps & { time: string; isOnItsWay: boolean }) {
  const { name, at, isGuest, format, onPerson, time, isOnItsWay } = props;
  const { t } = useTranslation();
  return (
    <div className={styles.heading}>
      <Name name={name} onPerson={onPerson} />
      {isGuest ? <Tag>{t('contacts.guest')}</Tag> : null}
      {isOnItsWay ? null : (
        <time
          className={styles.time}
          dateTime={new Date(at).toISOString()}
          title={format.dateTime(at)}
        >
          {time}
        </time>
      )}
    </div>
  );
}
