import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import { useFormat } from '../i18n/format.ts';
import { useCloseDialog } from '../room/own-dialog.tsx';
import { useRoom } from '../room/room-context.tsx';
import { nameOf } from '../room/room-selectors.ts';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { Dialog, DialogBody } from '../ui/dialog.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import { useAnswer } from '../ui/use-answer.ts';
import { useAppStores } from '../window/app-context.tsx';
import styles from './reset-code-dialog.module.css';

/** Makes a code by which somebody sets a new password, and shows it once. */
export function ResetCodeDialog({ account }: { account: AccountId }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { bridge } = useAppStores();
  const close = useCloseDialog();
  const room = useRoom((state) => state.room?.room);
  const name = useRoom((state) => nameOf(state, account)) ?? t('conversations.someone');
  const [made, setMade] = useState<{ resetCode: string; expiresAt: number }>();
  const { busy, refusal, run } = useAnswer();
  const make = () =>
    run(async () => {
      if (!room) return { ok: true, value: null };
      const answer = await bridge.request('member/make-reset-code', { room, account });
      if (answer.ok) setMade(answer.value);
      return answer;
    });
  return (
    <Dialog
      width={440}
      title={t('access.resetTitle', { name })}
      description={made ? undefined : t('access.resetText', { name })}
      onClose={close}
      actions={
        <>
          <Button onClick={close}>{t(made ? 'ui.close' : 'ui.cancel')}</Button>
          {made ? null : (
            <Button look="primary" busy={busy} onClick={() => void make()}>
              {t('access.resetMake')}
            </Button>
          )}
        </>
      }
    >
      <DialogBody>
        {made ? (
          <>
            <p className={styles.code}>
              <code aria-label={t('access.resetCode', { name })}>{made.resetCode}</code>
              <CopyButton text={made.resetCode} label={t('access.resetCopy')} size="medium" />
            </p>
            <p className={styles.text}>
              {t('access.resetOnce', { time: format.clock(made.expiresAt) })}
            </p>
          </>
        ) : null}
        {refusal ? <Callout kind="error">{refusalText(t, refusal)}</Callout> : null}
      </DialogBody>
    </Dialog>
  );
}
