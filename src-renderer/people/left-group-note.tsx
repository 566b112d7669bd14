import { useTranslation } from 'react-i18next';
import styles from './left-group-note.module.css';

/** Stands in place of the composer in a group that this person is not in any more. */
export function LeftGroupNote() {
  const { t } = useTranslation();
  return <p className={styles.note}>{t('groups.leftNote')}</p>;
}
