import { useEffect, useEffectEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { contactOf } from '../room/contact-of.ts';
import { useChangeContact } from './use-change-contact.ts';
import styles from './person-pane.module.css';

const maxCharacters = 2000;
const saveDelayMs = 600;

/** What this person noted of somebody; saved by itself while one writes and when one goes. */
export function PersonNote({ account }: { account: AccountId }) {
  const { t } = useTranslation();
  const { clock } = useRoomStores();
  const { change } = useChangeContact();
  const saved = useRoom((state) => contactOf(state, account).note);
  /** Undefined while nothing waits to be saved. */
  const [written, setWritten] = useState<string>();
  const id = useId();
  const save = () => {
    if (written !== undefined && written !== saved) void change(account, { note: written });
  };
  const saveLater = useEffectEvent(save);
  useEffect(() => {
    if (written === undefined) return undefined;
    return clock.after(saveDelayMs, () => saveLater());
  }, [clock, written]);
  useEffect(() => () => saveLater(), []);
  useEffect(() => {
    // From here on what another window writes is shown again.
    if (written === saved) setWritten(undefined);
  }, [written, saved]);
  return (
    <div className={styles.noteField}>
      <label htmlFor={id} className={styles.label}>
        {t('contacts.note')}
      </label>
      <textarea
        id={id}
        className={styles.note}
        rows={3}
        dir="auto"
        maxLength={maxCharacters}
        placeholder={t('contacts.noteHint')}
        value={written ?? saved}
        onChange={(event) => setWritten(event.target.value)}
        onBlur={save}
      />
    </div>
  );
}
