import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { done } from '../../src-shared/protocol/outcome.ts';
import type { ConversationId } from '../../src-shared/protocol/ids.ts';
import { OwnDialog, useCloseDialog } from '../room/own-dialog.tsx';
import { useRoomStores } from '../room/room-context.tsx';
import { dayStart } from '../room/search-store.ts';
import { Callout } from '../ui/callout.tsx';
import { DateField } from '../ui/date-field.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import { useAnswer } from '../ui/use-answer.ts';

/** If it is asked for. */
export function GoToDay() {
  const { dialogs } = useRoomStores();
  const dialog = useStore(dialogs, ({ open }) => open.find(({ is }) => is === 'go-to-day'));
  if (dialog?.is !== 'go-to-day') return null;
  return (
    <OwnDialog key={dialog.in} dialog={dialog}>
      <GoToDayDialog conversation={dialog.in} />
    </OwnDialog>
  );
}

/** Asks for a day, and goes to the first that was said on it or after it. */
function GoToDayDialog({ conversation }: { conversation: ConversationId }) {
  const { t } = useTranslation();
  const { bridge, clock, room, jump } = useRoomStores();
  const close = useCloseDialog();
  const [day, setDay] = useState('');
  const [error, setError] = useState<string>();
  const field = useRef<HTMLInputElement>(null);
  const { busy, refusal, run, clear } = useAnswer();
  const at = dayStart(day);
  const go = async () => {
    if (at === undefined) return setError(t('ui.dayMissing'));
    if (at > clock.wallMs()) return setError(t('search.dayToCome'));
    const place = { room: room.id, in: conversation };
    const isGone = await run(async () => {
      const answer = await bridge.request('timeline/first-since', { ...place, at });
      if (!answer.ok) return answer;
      if (answer.value.seq > 0) jump.jump(conversation, answer.value.seq);
      return done(null);
    });
    if (isGone) close();
  };
  return (
    <FormDialog
      title={t('search.goToDay')}
      description={t('search.goToDayText')}
      action={t('search.go')}
      busy={busy}
      initialFocus={field}
      onClose={close}
      onSubmit={() => void go()}
    >
      <DateField
        ref={field}
        label={t('search.day')}
        value={day}
        error={error}
        onValue={(value) => {
          setDay(value);
          setError(undefined);
          clear();
        }}
      />
      {refusal ? <Callout kind="error">{refusalText(t, refusal)}</Callout> : null}
    </FormDialog>
  );
}
