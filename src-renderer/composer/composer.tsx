import {
  memo,
  useCallback,
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type RefObject,
} from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { everyone, type ConversationId } from '../../src-shared/protocol/ids.ts';
import { conversationName, conversationOf } from '../room/room-selectors.ts';
import { refuseWriting, slowUntil } from '../room/permissions.ts';
import { useClosedWords } from '../room/use-closed-words.ts';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import type { ComposerMode } from '../room/composer-modes.ts';
import { ComposerModeLine } from './composer-mode.tsx';
import { LaterBeside } from './later-menu.tsx';
import { TypedCard } from './typed-card.tsx';
import { useCompletion } from '../messages/completion-list.tsx';
import { SlowWait } from './slow-wait.tsx';
import { TypingLine, useSaidTyping } from './typing-line.tsx';
import { AttachButtons } from '../files/attach-button.tsx';
import { VoiceButton } from '../files/voice-button.tsx';
import { useFilePaste } from '../files/file-drop.tsx';
import { StagedFiles } from '../files/staged-files.tsx';
import { useTypedLines } from './use-typed-lines.ts';
import { MessageField, useFocusOnChoice } from '../messages/message-field.tsx';
import { Question } from '../ui/dialog.tsx';
import { takeFocus } from '../ui/focus-way.ts';
import styles from './composer.module.css';

export type ComposerProps = {
  conversation: ConversationId;
  /** Another value each time the conversation was chosen: the focus comes here then. */
  chosen?: unknown;
  /** After a message went into the outbox. */
  onSent: () => void;
  /** Puts what this person said last into the field, to be changed; false if there is nothing. */
  onEditLast?: () => boolean;
};

/**
 * Where one writes: what is written stays until it is sent. Each conversation has a field of its own: what
 * a field still holds of the conversation before (letters that are being composed, what can be undone) must
 * not come along.
 */
export function Composer(props: ComposerProps) {
  return <ConversationComposer key={props.conversation} {...props} />;
}

function ConversationComposer({ conversation, chosen, onSent, onEditLast }: ComposerProps) {
  const { t } = useTranslation();
  const { composer, typed, clock, staged, jump } = useRoomStores();
  const hasFiles = useStore(staged, ({ files }) => (files.get(conversation) ?? []).length > 0);
  const words = useFieldWords(conversation);
  const { mode, text, write, hearSaid } = useWritten(conversation);
  const refusal = useStore(composer, (state) => state.refusals.get(conversation));
  const field = useRef<HTMLTextAreaElement>(null);
  useFocusOnChoice(field, chosen, () => jump.isLandingIn(conversation));
  useFocusOnMode(field, mode);
  useEffect(() => () => composer.flush(), [composer]);

  const send = useTypedLines(conversation, onSent);
  const closed = useClosedWords((state) => refuseWriting(state, conversation));
  const until = useRoom((state) => slowUntil(state, conversation));
  /** Until when it is too early, where somebody tried all the same. */
  const [triedUntil, setTriedUntil] = useState<number>();
  const isOpen = useGoingOn(conversation);
  const heard = { ...useCatchUp(conversation, send), onPaste: useFilePaste(conversation) };
  const completion = useCompletion({ text, conversation, onWrite: write });
  const goBack = useCallback(() => field.current?.focus(), []);
  const endMode = () => {
    composer.endMode(conversation);
    goBack();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // It chooses or takes back letters that are being composed.
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape' && mode && !event.defaultPrevented) {
      event.preventDefault();
      return endMode();
    }
    const isInField = event.target === field.current && !event.defaultPrevented;
    if (event.key === 'ArrowUp' && isPlain(event) && isInField && text === '' && !mode) {
      if (onEditLast?.() === true) event.preventDefault();
      return;
    }
    const isShown = typed.getState().result?.in === conversation;
    if (event.key !== 'Escape' || event.defaultPrevented || !isShown) return;
    event.preventDefault();
    typed.close();
    field.current?.focus();
  };
  const later = { conversation, mode, field, isEmpty: text.trim() === '' };
  return (
    <div className={styles.around} onKeyDown={onKeyDown} {...(mode ? ownEscape : {})} {...heard}>
      <TypedCard conversation={conversation} onClosed={goBack} />
      {mode ? <ComposerModeLine mode={mode} onEnd={endMode} /> : null}
      <LeaveEditQuestion conversation={conversation} />
      <StagedFiles conversation={conversation} onRemoved={goBack} />
      <MessageField
        field={field}
        {...words}
        text={text}
        refusal={refusal}
        completion={completion}
        tip={t('typed.tip')}
        closed={closed}
        wait={
          <>
            {until > 0 ? <SlowWait until={until} isAsked={triedUntil === until} /> : null}
            <TypingLine conversation={conversation} />
          </>
        }
        onWrite={write}
        tools={<AttachBeside {...{ conversation, mode, goBack }} />}
        isReady={hasFiles && mode?.is !== 'edit'}
        besideSend={hasFiles ? null : <LaterBeside {...later} />}
        onSend={() => {
          const isTooEarly = until > clock.wallMs();
          if (isTooEarly && mode?.is !== 'edit') setTriedUntil(until);
          if (mode?.is === 'edit') void composer.saveEdit(conversation);
          else if (isOpen) {
            hearSaid();
            send(text, isTooEarly);
          } else composer.enterAhead(conversation);
          field.current?.focus();
        }}
      />
    </div>
  );
}

function isPlain({ shiftKey, altKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
  return !shiftKey && !altKey && !ctrlKey && !metaKey;
}

/** What was changed of one message is not left for another without a word. */
function LeaveEditQuestion({ conversation }: { conversation: ConversationId }) {
  const { t } = useTranslation();
  const { composer } = useRoomStores();
  const isAsked = useStore(composer, (state) => state.asked.has(conversation));
  if (!isAsked) return null;
  return (
    <Question
      title={t('composer.leaveEditTitle')}
      text={t('composer.leaveEditText')}
      action={t('composer.leaveEdit')}
      onClose={() => composer.answerAsked(conversation, false)}
      onConfirm={() => composer.answerAsked(conversation, true)}
    />
  );
}

function useFieldWords(conversation: ConversationId) {
  const { t } = useTranslation();
  const name = useRoom((state) => conversationName(state, conversation, t));
  return conversation === everyone
    ? { label: t('composer.labelEveryone'), placeholder: t('composer.placeholderEveryone') }
    : { label: t('composer.label', { name }), placeholder: t('composer.placeholder', { name }) };
}

type AttachBesideProps = {
  conversation: ConversationId;
  mode: ComposerMode | undefined;
  goBack: () => void;
};

/** Not while a message is changed, which keeps the files that it has. With a key nothing of it changes. */
const AttachBeside = memo(function AttachBeside({ conversation, mode, goBack }: AttachBesideProps) {
  if (mode?.is === 'edit') return null;
  return (
    <>
      <AttachButtons conversation={conversation} onChosen={goBack} />
      <VoiceButton conversation={conversation} onDone={goBack} />
    </>
  );
});

/** What was begun goes on once the room is open. Returns whether it is. */
function useGoingOn(conversation: ConversationId): boolean {
  const { composer } = useRoomStores();
  const isOpen = useRoom((state) => state.room !== undefined);
  useEffect(() => {
    if (isOpen) void composer.goOn(conversation);
  }, [isOpen, composer, conversation]);
  return isOpen;
}

/** What was typed before the room was open is said once it is. Returns what hears of letters that are being composed. */
function useCatchUp(conversation: ConversationId, send: (line: string) => void) {
  const { composer } = useRoomStores();
  const isOpen = useRoom((state) => state.room !== undefined);
  const sendLate = useEffectEvent(send);
  const [isComposing, setIsComposing] = useState(false);
  useLayoutEffect(() => {
    // Nothing is put before letters that are being composed: that would end them half done.
    if (isOpen && !isComposing) composer.catchUp(conversation, sendLate);
  }, [isOpen, isComposing, composer, conversation]);
  return {
    onCompositionStart: () => setIsComposing(true),
    onCompositionEnd: () => setIsComposing(false),
  };
}

/** What stands in the field: the draft, or the message that is changed meanwhile. */
function useWritten(conversation: ConversationId) {
  const { composer, room } = useRoomStores();
  const saved = useRoom((state) => conversationOf(state, room.id, conversation).draft);
  const mode = useStore(composer, (state) => state.modes.get(conversation));
  const draft = useStore(composer, (state) => state.drafts.get(conversation)) ?? saved;
  const text = mode?.is === 'edit' ? mode.text : draft;
  const isEdit = mode?.is === 'edit';
  const { hearText, hearSaid } = useSaidTyping(conversation, { text, isEdit });
  const write = (written: string) => {
    hearText(written);
    if (mode?.is === 'edit') composer.writeEdit(conversation, written);
    else composer.write(conversation, written);
  };
  return { mode, text, write, hearSaid };
}

/** Esc ends what the field is for, and nothing behind it. */
const ownEscape = { 'data-own-escape': '' };

/** Whoever chose to answer or to change a message goes on in the field at once: no key is lost on the way. */
function useFocusOnMode(
  field: RefObject<HTMLTextAreaElement | null>,
  mode: ComposerMode | undefined,
): void {
  const key = mode && (mode.is === 'edit' ? mode.begun : `to ${mode.quote.seq}`);
  useLayoutEffect(() => {
    const area = field.current;
    if (key !== undefined && area) takeFocus(area);
  }, [field, key]);
}
