import { useEffect, useEffectEvent, useState } from 'react';
import { TextField } from './text-field.tsx';

type KeptFieldProps = {
  label: string;
  hint?: string;
  maxLength?: number;
  kept: string;
  onKeep: (typed: string) => void;
  /** What is wrong with what is typed: it is not kept then. */
  errorOf?: (typed: string) => string | undefined;
};

/** Kept when one leaves the field, in whatever way, or presses Enter: what is half written is nothing yet. */
export function KeptField({ kept, onKeep, errorOf, ...field }: KeptFieldProps) {
  const [typed, setTyped] = useState<string>();
  const error = typed === undefined ? undefined : errorOf?.(typed);
  const keep = () => {
    if (typed === undefined || error !== undefined) return;
    setTyped(undefined);
    if (typed.trim() !== kept) onKeep(typed.trim());
  };
  // A dialog that Esc closes takes the field away without leaving it.
  const keepAtEnd = useEffectEvent(keep);
  useEffect(() => () => keepAtEnd(), []);
  return (
    <TextField
      {...field}
      error={error}
      autoComplete="off"
      spellCheck={false}
      value={typed ?? kept}
      onValue={setTyped}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) keep();
      }}
    />
  );
}
