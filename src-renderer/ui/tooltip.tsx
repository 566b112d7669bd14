import { Tooltip as BaseTooltip } from '@base-ui/react/tooltip';
import type { ReactElement, ReactNode } from 'react';
import styles from './tooltip.module.css';
import keyStyles from './kbd.module.css';

/** Once at the root: tooltips that follow each other show without the wait. */
export function TooltipProvider({ children }: { children: ReactNode }) {
  return (
    <BaseTooltip.Provider delay={500} closeDelay={0}>
      {children}
    </BaseTooltip.Provider>
  );
}

export type TooltipProps = {
  text: string;
  keys?: readonly string[] | undefined;
  side?: 'top' | 'bottom' | 'inline-start' | 'inline-end';
  /** The element it belongs to; it needs an accessible name of its own. */
  trigger: ReactElement<Record<string, unknown>>;
};

export function Tooltip({ text, keys, side = 'bottom', trigger }: TooltipProps) {
  return (
    <BaseTooltip.Root>
      <BaseTooltip.Trigger render={trigger} />
      <BaseTooltip.Portal>
        <BaseTooltip.Positioner className={styles.positioner} side={side} sideOffset={6}>
          <BaseTooltip.Popup className={styles.popup}>
            {text}
            {keys ? <KeySequence keys={keys} /> : null}
          </BaseTooltip.Popup>
        </BaseTooltip.Positioner>
      </BaseTooltip.Portal>
    </BaseTooltip.Root>
  );
}

export function Kbd({ children }: { children: string }) {
  return <kbd className={keyStyles.key}>{children}</kbd>;
}

/** `['Ctrl', 'K']` as keys side by side. */
export function KeySequence({ keys }: { keys: readonly string[] }) {
  return (
    <span className={keyStyles.sequence}>
      {keys.map((key) => (
        <Kbd key={key}>{key}</Kbd>
      ))}
    </span>
  );
}
