import type { RefObject } from 'react';
import { classNames } from '../ui/class-names.ts';
import hidden from '../ui/visually-hidden.module.css';
import { MessageField } from './message-field.tsx';
import { useFocusOnChoice } from './use-focus-on-choice.ts';

export type TypedMeanwhileProps = {
  field: RefObject<HTMLTextAreaElement | null>;
  label: string;
  text: string;
  onWrite: (text: string) => void;
  onEnter: () => void;
};

/**
 * Takes the keys while what they are meant for does not stand there yet: it has the focus from the task in
 * which it appears, and is seen as soon as it holds something.
 */
export function TypedMeanwhile({ field, label, text, onWrite, onEnter }: TypedMeanwhileProps) {
  useFocusOnChoice(field, true);
  return (
    <div className={classNames(text === '' && hidden.hidden)}>
      <MessageField
        field={field}
        label={label}
        placeholder={label}
        text={text}
        refusal={undefined}
        onWrite={onWrite}
        onSend={onEnter}
      />
    </div>
  );
}
