import { useState } from 'react';
import { TextField, type TextFieldProps } from './text-field.tsx';

export type ReadFieldProps = Omit<TextFieldProps, 'type'>;

type Props = ReadFieldProps & {
  /** The value as the language writes it. */
  write: (value: string) => string;
  /** The value of what is typed; undefined if it is none, or may still become another one until typing `isDone`. */
  read: (typed: string, isDone: boolean) => string | undefined;
  /** What is wrong where nothing could be read. */
  unread: string;
};

/** `gave`: the value that was made of it. */
type Typing = { text: string; gave: string; isDone: boolean };

/** A field whose value is written and typed as the language has it; the value is empty as long as none can be read. */
export function ReadField({ write, read, unread, value, onValue, error, ...field }: Props) {
  const [typing, setTyping] = useState<Typing>();
  // Something else was chosen meanwhile: what is typed counts no more.
  const typed = typing?.gave === value ? typing : undefined;
  const change = (next: string) => {
    if (next !== value) onValue(next);
  };
  const finish = () => {
    if (!typed) return;
    const found = typed.text.trim() === '' ? '' : read(typed.text, true);
    if (found === undefined) return setTyping({ ...typed, isDone: true });
    setTyping(undefined);
    change(found);
  };
  return (
    <TextField
      autoComplete="off"
      spellCheck={false}
      {...field}
      error={typed?.isDone ? unread : error}
      value={typed?.text ?? (value === '' ? '' : write(value))}
      onValue={(text) => {
        const gave = read(text, false) ?? '';
        setTyping({ text, gave, isDone: false });
        change(gave);
      }}
      onBlur={finish}
      onKeyDown={(event) => {
        // Before the form is sent by it.
        if (event.key === 'Enter') finish();
      }}
    />
  );
}
