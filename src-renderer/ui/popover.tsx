import { Popover as BasePopover } from '@base-ui/react/popover';
import type { ReactElement, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import shared from './popup.module.css';
import styles from './popover.module.css';

export type PopoverProps = {
  trigger: ReactElement<Record<string, unknown>>;
  title?: string;
  children: ReactNode;
  side?: 'top' | 'bottom' | 'left' | 'right';
  align?: 'start' | 'center' | 'end';
};

export function Popover({
  trigger,
  title,
  children,
  side = 'bottom',
  align = 'end',
}: PopoverProps) {
  return (
    <BasePopover.Root>
      <BasePopover.Trigger render={trigger} />
      <BasePopover.Portal>
        <BasePopover.Positioner
          className={shared.positioner}
          side={side}
          align={align}
          sideOffset={6}
        >
          <BasePopover.Popup className={classNames(shared.popup, styles.popover)}>
            {title ? <BasePopover.Title className={styles.title}>{title}</BasePopover.Title> : null}
            {children}
          </BasePopover.Popup>
        </BasePopover.Positioner>
      </BasePopover.Portal>
    </BasePopover.Root>
  );
}
