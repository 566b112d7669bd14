import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import type { ToldOutcome } from '../room/typed-store.ts';
import styles from './typed-card.module.css';

export function TypedLines({ lines }: { lines: readonly string[] }) {
  return (
    <ul className={styles.lines}>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

type AccessOutcome = Extract<ToldOutcome, { is: 'knocks' | 'devices' | 'reset-code' }>;

/** Who waits at the door, one's computers, or a code for a new password. */
export function TypedAccess({ outcome }: { outcome: AccessOutcome }) {
  const { t } = useTranslation();
  const format = useFormat();
  switch (outcome.is) {
    case 'knocks':
      return (
        <TypedLines
          lines={outcome.knocks.map(({ name, address, at }, place) =>
            [`${place + 1}. ${name}`, address, format.clock(at)].filter(Boolean).join(' · '),
          )}
        />
      );
    case 'devices':
      return (
        <TypedLines
          lines={outcome.devices.map(({ computer, since, isOwn }, place) => {
            const name = computer ?? t('access.device');
            const facts = [t('access.deviceSince', { time: format.dateTime(since) })];
            if (isOwn) facts.unshift(t('access.deviceOwn'));
            return `${place + 1}. ${name}: ${facts.join(', ')}`;
          })}
        />
      );
    case 'reset-code': {
      const once = t('access.resetOnce', { time: format.clock(outcome.expiresAt) });
      return <TypedLines lines={[outcome.resetCode, once]} />;
    }
  }
}
