import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './presence-row.module.css';

/** Stands where a blocked person wrote; what they wrote is shown only to who asks for it. */
export function BlockedRow({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const [isShown, setIsShown] = useState(false);
  if (isShown) return <div ref={focusMessage}>{children}</div>;
  return (
    <div className={styles.presence} role="listitem" data-message="" tabIndex={-1}>
      <p className={styles.line}>
        <span>{t('timeline.blocked')}</span>
        <button type="button" className={styles.toggle} onClick={() => setIsShown(true)}>
          {t('timeline.showBlocked')}
        </button>
      </p>
    </div>
  );
}

/** The focus was on the button that is gone. */
function focusMessage(around: HTMLElement | null): void {
  around?.querySelector<HTMLElement>('[data-message]')?.focus({ preventScroll: true });
}
