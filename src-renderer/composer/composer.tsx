import {
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent,
} from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { everyone, type ConversationId } from '../../src-shared/protocol/ids.ts';
import { conversationName, conversationOf } from '../room/room-selectors.ts';
import { refuseWriting, slowUntil } from '../room/permissions.ts';
import { useClosedWords } from '../room/use-closed-words.ts';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { TypedCard } from './typed-card.tsx';
import { useCompletion } from '../messages/completion-list.tsx';
import { SlowWait } from './slow-wait.tsx';
import { useTypedLines } from './use-typed-lines.ts';
import { MessageField, useFocusOnChoice } from '../messages/message-field.tsx';
import styles from './composer.module.css';

export type ComposerProps = {
  conversation: ConversationId;
  /** Another value each time the conversation was chosen: the focus comes here then. */
  chosen?: unknown;
  /** After a message went into the outbox. */
  onSent: () => void;
};

/**
 * Where one writes: what is written stays until it is sent. Each conversation has a field of its own: what
 * a field still holds of the conversation before (letters that are being composed, what can be undone) must
 * not come along.
 */
export function Composer(props: ComposerProps) {
  return <ConversationComposer key={props.conversation} {...props} />;
}

function ConversationComposer({ conversation, chosen, onSent }: ComposerProps) {
  const { t } = useTranslation();
  const { composer, room, typed, clock } = useRoomStores();
  const saved = useRoom((state) => conversationOf(state, room.id, conversation).draft);
  const name = useRoom((state) => conversationName(state, conversation, t));
  const text = useStore(composer, (state) => state.drafts.get(conversation)) ?? saved;
  const refusal = useStore(composer, (state) => state.refusals.get(conversation));
  const field = useRef<HTMLTextAreaElement>(null);
  useFocusOnChoice(field, chosen);
  useEffect(() => () => composer.flush(), [composer]);

  const send = useTypedLines(conversation, onSent);
  const closed = useClosedWords((state) => refuseWriting(state, conversation));
  const until = useRoom((state) => slowUntil(state, conversation));
  /** Until when it is too early, where somebody tried all the same. */
  const [triedUntil, setTriedUntil] = useState<number>();
  const isOpen = useRoom((state) => state.room !== undefined);
  const sendLate = useEffectEvent(send);
  const [isComposing, setIsComposing] = useState(false);
  useLayoutEffect(() => {
    // Nothing is put before letters that are being composed: that would end them half done.
    if (isOpen && !isComposing) composer.catchUp(conversation, sendLate);
  }, [isOpen, isComposing, composer, conversation]);
  const completion = useCompletion(text, (line) => composer.write(conversation, line));
  const closeOnEscape = (event: KeyboardEvent) => {
    const isShown = typed.getState().result?.in === conversation;
    if (event.key !== 'Escape' || event.defaultPrevented || !isShown) return;
    event.preventDefault();
    typed.close();
    field.current?.focus();
  };
  const isEveryone = conversation === everyone;
  return (
    <div
      className={styles.around}
      onKeyDown={closeOnEscape}
      onCompositionStart={() => setIsComposing(true)}
      onCompositionEnd={() => setIsComposing(false)}
    >
      <TypedCard conversation={conversation} onClosed={() => field.current?.focus()} />
      <MessageField
        field={field}
        label={isEveryone ? t('composer.labelEveryone') : t('composer.label', { name })}
        placeholder={
          isEveryone ? t('composer.placeholderEveryone') : t('composer.placeholder', { name })
        }
        text={text}
        refusal={refusal}
        completion={completion}
        tip={t('typed.tip')}
        closed={closed}
        wait={until > 0 ? <SlowWait until={until} isAsked={triedUntil === until} /> : null}
        onWrite={(written) => composer.write(conversation, written)}
        onSend={() => {
          const isTooEarly = until > clock.wallMs();
          if (isTooEarly) setTriedUntil(until);
          if (isOpen) send(text, isTooEarly);
          else composer.enterAhead(conversation);
          field.current?.focus();
        }}
      />
    </div>
  );
}
