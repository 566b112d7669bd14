import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomView } from '../../src-shared/bridge/rooms.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import { useAppStores } from '../window/app-context.tsx';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { Dialog, DialogForm, FormActions } from '../ui/dialog.tsx';
import { NewPasswordField, PasswordField } from '../ui/text-field.tsx';
import { refusalText } from '../ui/refusal-text.ts';

type What = 'set' | 'remove';

/** Sets, changes or removes the password of one's own name in a room (R3.12). */
export function PasswordDialog({ room, onClose }: { room: RoomView; onClose: () => void }) {
  const { t } = useTranslation();
  const id = useId();
  const firstField = useRef<HTMLInputElement>(null);
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const { busy, refusal, clear, ask } = useChange(room, onClose);
  const { hasPassword, ownName: name } = room;
  const change = (what: What) => void ask(what, { current, password });
  const edit = (set: (text: string) => void) => (text: string) => {
    set(text);
    clear();
  };
  const field = refusal && fieldOf(refusal);
  const said = refusal && refusalText(t, refusal);
  const first = { ref: firstField };
  return (
    <Dialog
      title={t(hasPassword ? 'password.changeTitle' : 'password.setTitle', { name })}
      description={t(hasPassword ? 'password.changeText' : 'password.setText', { name })}
      initialFocus={firstField}
      onClose={onClose}
      actions={
        <FormActions
          form={id}
          action={t(hasPassword ? 'password.change' : 'password.set')}
          busy={busy === 'set'}
          onClose={onClose}
        >
          {hasPassword ? (
            <Button look="danger-quiet" busy={busy === 'remove'} onClick={() => change('remove')}>
              {t('password.remove')}
            </Button>
          ) : null}
        </FormActions>
      }
    >
      <DialogForm id={id} onSubmit={() => change('set')}>
        {hasPassword ? (
          <PasswordField
            {...first}
            label={t('password.current')}
            value={current}
            maxLength={512}
            onValue={edit(setCurrent)}
            error={field === 'current' ? said : undefined}
          />
        ) : null}
        <NewPasswordField
          {...(hasPassword ? {} : first)}
          label={t('password.new')}
          value={password}
          onValue={edit(setPassword)}
          error={field === 'password' ? said : undefined}
        />
        {said && !field ? <Callout kind="error">{said}</Callout> : null}
      </DialogForm>
    </Dialog>
  );
}

/** Asks the room for it, once at a time, and says what came of it. */
function useChange({ room, ownName: name, hasPassword }: RoomView, onDone: () => void) {
  const { t } = useTranslation();
  const { frame, bridge } = useAppStores();
  const [busy, setBusy] = useState<What>();
  const [refusal, setRefusal] = useState<Refusal>();
  const ask = async (what: What, { current, password }: { current: string; password: string }) => {
    if (busy) return;
    setBusy(what);
    const answer = await bridge.request('room/set-password', {
      room,
      ...(hasPassword ? { current } : {}),
      ...(what === 'set' ? { password } : {}),
    });
    setBusy(undefined);
    if (!answer.ok) return setRefusal(answer.refusal);
    const set = hasPassword ? 'changed' : 'set';
    frame.tell(t(`typed.done_password-${what === 'remove' ? 'removed' : set}`, { name }));
    onDone();
  };
  return { busy, refusal, clear: () => setRefusal(undefined), ask };
}

function fieldOf({ code }: Refusal): 'current' | 'password' | undefined {
  if (code === 'wrong-password' || code === 'password-needed') return 'current';
  return code === 'password-too-short' || code === 'password-too-long' ? 'password' : undefined;
}
