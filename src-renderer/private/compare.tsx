import { useTranslation } from 'react-i18next';
import { ShieldCheck } from 'lucide-react';
import type { PrivateView } from '../../src-shared/member/own-copy.ts';
import { shownSigns } from '../../src-shared/member/compare-signs.ts';
import { Button } from '../ui/button.tsx';
import type { PrivateStore } from './private-store.ts';
import styles from './compare.module.css';

type Props = { compare: NonNullable<PrivateView['compare']>; name: string; store: PrivateStore };

/** What both compare to know that nobody is in between; one line once they have. */
export function Compare({ compare: { signs, isDone }, name, store }: Props) {
  const { t, i18n } = useTranslation();
  const language = i18n.language === 'tr' ? 'tr' : 'en';
  return (
    <section className={styles.compare} aria-label={t('privateChat.compareLabel')}>
      <p className={styles.words}>
        {isDone ? <ShieldCheck size={16} aria-hidden="true" /> : null}
        {t(isDone ? 'privateChat.compared' : 'privateChat.compare', { name })}
      </p>
      <ul className={styles.signs}>
        {shownSigns(signs, language).map((sign, place) => (
          <li key={`${place} ${sign.name}`}>
            <span className={styles.emoji} aria-hidden="true">
              {sign.emoji}
            </span>
            {sign.name}
          </li>
        ))}
      </ul>
      {isDone ? null : (
        <Button size="small" onClick={store.markCompared}>
          {t('privateChat.compareDone')}
        </Button>
      )}
    </section>
  );
}
