import { useTranslation } from 'react-i18next';
import { ShieldCheck } from 'lucide-react';
import { privacyLabel } from '../../src-shared/member/privacy-label.ts';
import type { PrivacyFacts } from '../../src-shared/member/privacy-label.ts';
import { useRoom } from './room-context.tsx';
import type { RoomState } from './room-store.ts';
import styles from './privacy-line.module.css';

type Props = Pick<PrivacyFacts, 'kind'> & { isCompared?: boolean };

/** Who can read a conversation: one line, and all of it when it is opened. */
export function PrivacyLine({ kind, isCompared = false }: Props) {
  const { t } = useTranslation();
  const room = useRoom((state) => state.room);
  const guests = useRoom(countGuests);
  if (!room) return null;
  const { logsTexts, plain, access, connection } = room;
  const isLive = connection.is === 'live';
  const facts = { kind, isCompared, isLive, guests, logsTexts, plain, access };
  const { line, statements } = privacyLabel(facts);
  return (
    <details className={styles.privacy}>
      <summary
        className={styles.line}
        aria-label={`${t('privacy.label')}: ${t(`privacy.${line}`)}`}
      >
        <ShieldCheck size={16} aria-hidden="true" />
        {t(`privacy.${line}`)}
      </summary>
      <ul className={styles.statements}>
        {statements
          .filter((each) => each !== line)
          .map((each) => (
            <li key={each}>{t(`privacy.${each}`)}</li>
          ))}
      </ul>
    </details>
  );
}

function countGuests({ members }: RoomState): number {
  let count = 0;
  for (const { guest, presence } of members.values()) {
    if (guest && presence !== 'offline') count += 1;
  }
  return count;
}
