import {
  memo,
  useEffectEvent,
  useId,
  useLayoutEffect,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
} from 'react';
import { useTranslation } from 'react-i18next';
import { SendHorizontal } from 'lucide-react';
import { maxWrittenUnits } from '../../src-shared/bridge/feature.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import { FormatBar, formatField } from './format-bar.tsx';
import { EmojiButton } from './emoji-button.tsx';
import { formatOfKey, insertText } from './format-selection.ts';
import { CompletionList, type CompletionChoice } from './completion-list.tsx';
import { classNames } from '../ui/class-names.ts';
import { takeFocus } from '../ui/focus-way.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import { characterCount } from '../../src-shared/text/refuse-text.ts';
import { useRoom } from '../room/room-context.tsx';
import { maxTextCharactersOf } from '../room/room-selectors.ts';
import { useCutWords } from './use-cut-words.ts';
import { takeTypedEarly } from '../window/typed-early.ts';
import styles from './message-field.module.css';
import hidden from '../ui/visually-hidden.module.css';

/** From here on one is told how many characters are left. */
const fewCharacters = 500;

export type MessageFieldProps = {
  /** The textarea, for whoever moves the focus. */
  field: RefObject<HTMLTextAreaElement | null>;
  label: string;
  placeholder: string;
  text: string;
  /** Why the last try to send was refused. */
  refusal: Refusal | undefined;
  /** What the text can go on with; missing if nothing is ever offered. */
  completion?: CompletionChoice;
  /** Stands quietly below the field as long as it is empty. */
  tip?: string | undefined;
  /** Why nothing can be written now: what stands there stays, keys do nothing. */
  closed?: string | undefined;
  /** Stands below the field: what one waits for before the next can be sent. */
  wait?: ReactNode;
  onWrite: (text: string) => void;
  onSend: () => void;
  /** Stands beside the button that sends. */
  besideSend?: ReactNode;
  /** Stands before what formats the text. */
  tools?: ReactNode;
  /** There is something to send without a text too. */
  isReady?: boolean;
};

/** A field for messages: Enter sends, Shift+Enter makes a line. It grows with its text and says if that is too long. */
export function MessageField(props: MessageFieldProps) {
  const { field, label, placeholder, text, refusal, completion, tip, closed, wait } = props;
  const { onWrite, onSend } = props;
  const isClosed = closed !== undefined;
  const { t } = useTranslation();
  const id = useId();
  useGrowth(field, text);
  const { onChanged, cutWords, ...hears } = useCutWords(text);
  useTypedEarly((early) => onWrite(`${text}${early}`));
  const left = useRoom(maxTextCharactersOf) - characterCount(text);
  const over = left < 0;
  return (
    <div className={styles.composer}>
      {completion ? <CompletionList choice={completion} /> : null}
      <div
        className={classNames(
          styles.box,
          (refusal || over) && styles.wrong,
          isClosed && styles.closed,
        )}
      >
        <textarea
          ref={field}
          className={styles.field}
          rows={1}
          readOnly={isClosed}
          value={text}
          // Neither would more be kept as a draft, nor could one type in it.
          maxLength={maxWrittenUnits}
          dir="auto"
          aria-label={label}
          placeholder={placeholder}
          aria-invalid={refusal || over ? true : undefined}
          aria-describedby={`${id}-note`}
          {...completion?.fieldProps}
          {...hears}
          onChange={(event) => {
            completion?.onTyped(event);
            onChanged(event);
            onWrite(event.target.value);
          }}
          onKeyDown={(event) => {
            if (isClosed) return;
            completion?.onKeyDown(event);
            if (event.defaultPrevented) return;
            const format = formatOfKey(event);
            if (format) {
              event.preventDefault();
              formatField(event.currentTarget, format);
            }
            if (!isSendKey(event)) return;
            event.preventDefault();
            // A key that is still held was pressed for what stood here before, such as a dialog.
            if (!event.repeat) onSend();
          }}
        />
        <div className={styles.tools}>
          {isClosed ? null : props.tools}
          {isClosed ? null : <WritingTools field={field} />}
          <div className={styles.end}>
            {isClosed ? null : props.besideSend}
            <IconButton
              size="small"
              className={classNames(
                styles.send,
                (text.trim() !== '' || props.isReady) && !over && !isClosed && styles.ready,
              )}
              label={t('composer.send')}
              keys={['Enter']}
              icon={<SendHorizontal />}
              aria-disabled={isClosed || undefined}
              onClick={() => (isClosed ? undefined : onSend())}
            />
          </div>
        </div>
      </div>
      <Note id={`${id}-note`} {...{ text, left, refusal, cutWords, tip, closed, wait }} />
    </div>
  );
}

/** With a key nothing of it changes. */
const WritingTools = memo(function WritingTools({ field }: Pick<MessageFieldProps, 'field'>) {
  return (
    <>
      <FormatBar field={field} />
      <EmojiButton
        after={field}
        onPick={(emoji) => field.current && insertText(field.current, emoji)}
      />
    </>
  );
});

type NoteProps = Pick<MessageFieldProps, 'text' | 'refusal' | 'tip' | 'closed' | 'wait'> & {
  id: string;
  left: number;
  /** That not all of what was pasted or dropped stands there. */
  cutWords: string | undefined;
};

function Note({ id, text, left, refusal, cutWords, tip, closed, wait }: NoteProps) {
  const { t } = useTranslation();
  const isQuiet = text === '' && !refusal && closed === undefined;
  const wrong = [refusal && refusalText(t, refusal), cutWords].filter((words) => words);
  return (
    <p id={id} className={styles.note}>
      <span role="alert" className={styles.refusal}>
        {wrong.join(' ')}
      </span>
      <span role="status" className={styles.why}>
        {closed}
      </span>
      {wait}
      {tip && isQuiet ? <span className={styles.tip}>{tip}</span> : null}
      {text === '' || left > fewCharacters ? null : (
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

/** What was typed before the app stood in the page goes on here. */
function useTypedEarly(onTyped: (early: string) => void): void {
  const join = useEffectEvent(onTyped);
  useLayoutEffect(() => {
    const early = takeTypedEarly();
    if (early !== '') join(early);
  }, []);
}

/** Lets the field grow with its text if the style sheet alone cannot. */
function useGrowth(field: RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    const area = field.current;
    if (!area || CSS.supports('field-sizing', 'content')) return;
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight}px`;
  }, [field, text]);
}

/**
 * Puts the cursor behind what stands in the field each time `chosen` changes, in the very task in which it
 * was chosen: a key that comes after it finds the field, or the dialog that lies over it. Somebody who goes through the hits of a search stays there, or
 * goes to one of them: `isElsewhere`.
 */
export function useFocusOnChoice(
  field: RefObject<HTMLTextAreaElement | null>,
  chosen: unknown,
  isElsewhere: () => boolean = () => false,
): void {
  const mayNot = useEffectEvent(isElsewhere);
  useLayoutEffect(() => {
    const area = field.current;
    if (!area || mayNot() || document.activeElement?.closest('[data-search]')) return;
    const take = () => {
      if (area.isConnected && document.activeElement !== area) takeFocus(area);
    };
    take();
    // A menu or a dialog that closes with the choice gives the focus back to where it was, a moment after this.
    queueMicrotask(take);
  }, [field, chosen]);
}

type TypedMeanwhileProps = Pick<
  MessageFieldProps,
  'field' | 'label' | 'text' | 'onWrite' | 'onSend'
>;

/**
 * Takes the keys while what they are meant for does not stand there yet: it has the focus from the task in
 * which it appears, and is seen as soon as it holds something.
 */
export function TypedMeanwhile(props: TypedMeanwhileProps) {
  useFocusOnChoice(props.field, true);
  return (
    <div className={classNames(props.text === '' && hidden.hidden)}>
      <MessageField {...props} placeholder={props.label} refusal={undefined} />
    </div>
  );
}
