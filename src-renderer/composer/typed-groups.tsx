import { useTranslation } from 'react-i18next';
import type { TypedGroup } from '../../src-shared/typed/run-typed.ts';
import { useFormat } from '../i18n/use-format.ts';
import { ScrollArea } from '../ui/scroll-area.tsx';
import styles from './typed-card.module.css';

/** This person's contact groups and who is in them. */
export function TypedGroups({ groups }: { groups: readonly TypedGroup[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (groups.length === 0) return null;
  return (
    <ScrollArea className={styles.body} label={t('typed.result')}>
      <ul>
        {groups.map(({ group, members }) => (
          <li key={group.group} className={styles.group}>
            <span className={styles.name}>{group.name}</span>
            <span className={styles.standing}>
              {members.length === 0
                ? t('typed.emptyGroup')
                : format.list(members.map(({ name }) => name))}
            </span>
          </li>
        ))}
      </ul>
    </ScrollArea>
  );
}
