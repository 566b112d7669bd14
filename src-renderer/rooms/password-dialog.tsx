import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomView } from '../../src-shared/bridge/views.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { useAppStores } from '../app/app-context.tsx';
import { useBridge } from '../bridge/bridge-context.tsx';
import { refusalOf } from '../room/refusal-of.ts';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { Dialog, DialogBody } from '../ui/dialog.tsx';
import { PasswordField } from '../ui/password-field.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import styles from './password-dialog.module.css';

/** Sets, changes or removes the password of one's own name in a room (R3.12). */
export function PasswordDialog({ room, onClose }: { room: RoomView; onClose: () => void }) {
  const { t } = useTranslation();
  const { frame } = useAppStores();
  const bridge = useBridge();
  const id = useId();
  const firstField = useRef<HTMLInputElement>(null);
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const [refusal, setRefusal] = useState<Refusal>();
  const [busy, setBusy] = useState<'set' | 'remove'>();
  const { hasPassword, ownName: name } = room;

  const change = async (what: 'set' | 'remove') => {
    if (busy) return;
    setBusy(what);
    const answer = await bridge.request('room/set-password', {
      room: room.room,
      ...(hasPassword ? { current } : {}),
      ...(what === 'set' ? { password } : {}),
    });
    setBusy(undefined);
    if (!answer.ok) return setRefusal(refusalOf(answer));
    const key = what === 'remove' ? 'removed' : hasPassword ? 'changed' : 'set';
    frame.notify({
      key: 'notice.text',
      params: { text: t(`typed.done_password-${key}`, { name }) },
    });
    onClose();
  };
  const edit = (set: (text: string) => void) => (text: string) => {
    set(text);
    setRefusal(undefined);
  };
  const field = refusal && fieldOf(refusal);
  const said = refusal && refusalText(t, refusal);
  const length = [...password].length;
  const isShort = length > 0 && length < limits.shortPasswordCharacters;

  return (
    <Dialog
      open
      width={440}
      title={t(hasPassword ? 'password.changeTitle' : 'password.setTitle', { name })}
      description={t(hasPassword ? 'password.changeText' : 'password.setText')}
      initialFocus={firstField}
      onClose={onClose}
      actions={
        <>
          {hasPassword ? (
            <Button
              look="danger-quiet"
              busy={busy === 'remove'}
              onClick={() => void change('remove')}
            >
              {t('password.remove')}
            </Button>
          ) : null}
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button look="primary" submit form={id} busy={busy === 'set'}>
            {t(hasPassword ? 'password.change' : 'password.set')}
          </Button>
        </>
      }
    >
      <DialogBody>
        <form
          id={id}
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            void change('set');
          }}
        >
          {hasPassword ? (
            <PasswordField
              ref={firstField}
              label={t('password.current')}
              value={current}
              maxLength={512}
              onValue={edit(setCurrent)}
              error={field === 'current' ? said : undefined}
            />
          ) : null}
          <PasswordField
            {...(hasPassword ? {} : { ref: firstField })}
            label={t('password.new')}
            value={password}
            maxLength={512}
            onValue={edit(setPassword)}
            error={field === 'password' ? said : undefined}
            warning={
              isShort
                ? t('welcome.passwordShort', { count: limits.shortPasswordCharacters })
                : undefined
            }
          />
          {said && !field ? (
            <Callout kind="error" announce>
              {said}
            </Callout>
          ) : null}
        </form>
      </DialogBody>
    </Dialog>
  );
}

function fieldOf({ code }: Refusal): 'current' | 'password' | undefined {
  if (code === 'wrong-password' || code === 'password-needed') return 'current';
  return code === 'password-too-short' || code === 'password-too-long' ? 'password' : undefined;
}
