import { useEffect, useId, useLayoutEffect, useRef } from 'react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { SendHorizontal } from 'lucide-react';
import { useStore } from 'zustand';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import { everyone, type ConversationId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { conversationOf, partnerOf } from '../room/room-selectors.ts';
import { classNames } from '../ui/class-names.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import { characterCount } from './composer-store.ts';
import styles from './composer.module.css';

/** From here on one is told how many characters are left. */
const counterFrom = limits.maxTextCharacters - 500;

export type ComposerProps = {
  conversation: ConversationId;
  /** After a message went into the outbox. */
  onSent: () => void;
};

/** Where one writes: Enter sends, Shift+Enter makes a line, what is written stays until it is sent. */
export function Composer({ conversation, onSent }: ComposerProps) {
  const { t } = useTranslation();
  const { composer, room } = useRoomStores();
  const saved = useRoom((state) => conversationOf(state, room.id, conversation).draft);
  const partner = useRoom((state) => partnerOf(state, conversation));
  const text = useStore(composer, (state) => state.drafts.get(conversation)) ?? saved;
  const refusal = useStore(composer, (state) => state.refusals.get(conversation));
  const field = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  useGrowth(field, text);
  useEffect(() => {
    const area = field.current;
    area?.focus();
    area?.setSelectionRange(area.value.length, area.value.length);
    return () => composer.flush();
  }, [conversation, composer]);

  const send = () => {
    void composer.send(conversation, text).then((isSent) => {
      if (isSent) onSent();
    });
    field.current?.focus();
  };
  const isEveryone = conversation === everyone;
  const name = partner?.name ?? t('conversations.someone');
  const over = characterCount(text) > limits.maxTextCharacters;
  return (
    <div className={styles.composer}>
      <div className={classNames(styles.box, (refusal || over) && styles.wrong)}>
        <textarea
          ref={field}
          className={styles.field}
          rows={1}
          value={text}
          dir="auto"
          aria-label={isEveryone ? t('composer.labelEveryone') : t('composer.label', { name })}
          placeholder={
            isEveryone ? t('composer.placeholderEveryone') : t('composer.placeholder', { name })
          }
          aria-invalid={refusal || over ? true : undefined}
          aria-describedby={`${id}-note`}
          onChange={(event) => composer.write(conversation, event.target.value)}
          onKeyDown={(event) => {
            if (!isSendKey(event)) return;
            event.preventDefault();
            send();
          }}
        />
        <IconButton
          className={classNames(styles.send, text.trim() !== '' && !over && styles.ready)}
          label={t('composer.send')}
          keys={['Enter']}
          icon={<SendHorizontal />}
          onClick={send}
        />
      </div>
      <Note id={`${id}-note`} text={text} refusal={refusal} />
    </div>
  );
}

function Note({ id, text, refusal }: { id: string; text: string; refusal: Refusal | undefined }) {
  const { t } = useTranslation();
  const count = characterCount(text);
  const left = limits.maxTextCharacters - count;
  return (
    <p id={id} className={styles.note}>
      <span role="alert" className={styles.refusal}>
        {refusal ? refusalText(t, refusal) : null}
      </span>
      {count < counterFrom ? null : (
        <span className={classNames(styles.counter, left < 0 && styles.over)}>
          {left < 0 ? t('composer.over', { count: -left }) : t('composer.left', { count: left })}
        </span>
      )}
    </p>
  );
}

/** Enter while a letter is being composed chooses the letter and must not send. */
function isSendKey(event: KeyboardEvent): boolean {
  if (event.key !== 'Enter' || event.shiftKey || event.altKey) return false;
  // Safari ends the composition before its Enter arrives, which then has this code.
  return !event.nativeEvent.isComposing && event.keyCode !== 229;
}

/** Lets the field grow with its text where the style sheet alone cannot. */
function useGrowth(field: { current: HTMLTextAreaElement | null }, text: string): void {
  useLayoutEffect(() => {
    const area = field.current;
    if (!area || CSS.supports('field-sizing', 'content')) return;
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight}px`;
  }, [field, text]);
}
