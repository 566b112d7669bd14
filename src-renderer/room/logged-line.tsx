import { useTranslation } from 'react-i18next';
import { ScrollText } from 'lucide-react';
import { useRoom } from './room-context.tsx';
import styles from './connection-line.module.css';

/** Stands above what is said to everyone as long as the host keeps it in a log: every member may know. */
export function LoggedLine() {
  const { t } = useTranslation();
  const isLogged = useRoom((state) => state.room?.logsTexts ?? false);
  return (
    <div role="status">
      {isLogged ? (
        <p className={styles.line}>
          <ScrollText size={16} aria-hidden="true" />
          {t('connection.logged')}
        </p>
      ) : null}
    </div>
  );
}
