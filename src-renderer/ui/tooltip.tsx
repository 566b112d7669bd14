import { Tooltip as BaseTooltip } from '@base-ui/react/tooltip';
import type { ReactElement, ReactNode } from 'react';
import { KeySequence } from './kbd.tsx';
import styles from './tooltip.module.css';

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
  side?: 'top' | 'bottom' | 'left' | 'right';
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
