import { useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  conversationKind,
  directConversation,
  everyone,
  type ConversationId,
} from '../../src-shared/protocol/ids.ts';
import { mostForwardedTo } from '../../src-shared/protocol/messages.ts';
import { foldText } from '../../src-shared/text/fold.ts';
import { ConversationFace } from '../people/conversation-face.tsx';
import picker from '../people/people-picker.module.css';
import { refuseWriting } from '../room/permissions.ts';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { conversationName, conversationsByActivity, othersOf } from '../room/room-selectors.ts';
import type { RoomState } from '../room/room-store.ts';
import styles from './forward-dialog.module.css';
import { FormDialog } from '../ui/dialog.tsx';
import { FilterField } from '../ui/text-field.tsx';

/** More than this and one types a part of the name. */
const mostListed = 100;

type ForwardDialogProps = { in: ConversationId; seq: number; onClose: () => void };

/** Where a message is to be said once more; it goes through the outbox, so also while one is offline. */
export function ForwardDialog({ in: conversation, seq, onClose }: ForwardDialogProps) {
  const { t } = useTranslation();
  const { frame, request, room } = useRoomStores();
  const state = useRoom((all) => all);
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState<ReadonlySet<ConversationId>>(new Set());
  const field = useRef<HTMLInputElement>(null);
  const countId = useId();
  const targets = useMemo(() => targetsOf(state), [state]);
  const wanted = foldText(typed.trim());
  const found = targets
    .map((id) => ({ id, name: conversationName(state, id, t) }))
    .filter(({ name }) => foldText(name).includes(wanted))
    .slice(0, mostListed);
  const toggle = (id: ConversationId) => {
    const next = new Set(chosen);
    if (!next.delete(id) && next.size < mostForwardedTo) next.add(id);
    setChosen(next);
  };
  return (
    <FormDialog
      title={t('timeline.forwardTitle')}
      action={t('timeline.forward')}
      busy={false}
      missing={chosen.size === 0 ? countId : undefined}
      initialFocus={field}
      onClose={onClose}
      onSubmit={() => {
        if (chosen.size === 0) return;
        onClose();
        const params = { room: room.id, in: conversation, seq, to: [...chosen] };
        void request('message/forward', params).then((done) => {
          if (done !== undefined) frame.tell(t('timeline.forwarded', { count: chosen.size }));
        });
      }}
    >
      <div className={picker.picker}>
        <FilterField
          ref={field}
          label={t('conversations.filter')}
          value={typed}
          onValue={setTyped}
          onKeyDown={(event) => {
            // Enter in a form would send it while one is still choosing.
            if (event.key !== 'Enter') return;
            event.preventDefault();
            const [only] = found;
            if (only && found.length === 1) toggle(only.id);
          }}
        />
        <ul className={picker.people} aria-label={t('timeline.forwardTo')}>
          {found.map(({ id, name }) => (
            <li key={id}>
              <label className={picker.person}>
                <input
                  type="checkbox"
                  className={picker.box}
                  checked={chosen.has(id)}
                  onChange={() => toggle(id)}
                />
                <ConversationFace
                  id={id}
                  name={name}
                  size={28}
                  className={styles.face}
                  hasPresence
                />
                <span className={picker.name}>{name}</span>
              </label>
            </li>
          ))}
        </ul>
        <p id={countId} className={picker.count} role="status">
          {chosen.size === 0
            ? t('timeline.forwardChoose')
            : t('contacts.chosen', { count: chosen.size })}
        </p>
      </div>
    </FormDialog>
  );
}

/** Where this person may write: everyone, what was written in lately, then whoever else is in the room. */
function targetsOf(state: RoomState): ConversationId[] {
  const { room, groups } = state;
  if (!room) return [];
  const talks = conversationsByActivity(state).map((view) => view.in);
  const people = othersOf(state).map(({ account }) => directConversation(room.account, account));
  return [...new Set([everyone, ...talks, ...people])].filter((id) => {
    if (refuseWriting(state, id)) return false;
    return conversationKind(id) !== 'group' || groups.get(id)?.standing === 'member';
  });
}
