import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Tooltip } from './tooltip.tsx';
import styles from './icon-button.module.css';

export type IconButtonProps = Omit<ComponentProps<'button'>, 'type' | 'children' | 'aria-label'> & {
  /** Its name for everybody: read aloud, and shown as a tooltip. */
  label: string;
  icon: ReactNode;
  size?: 'small' | 'medium';
  /** Keys that do the same, shown in the tooltip. */
  keys?: readonly string[];
  tooltip?: boolean;
};

export function IconButton({
  label,
  icon,
  size = 'medium',
  keys,
  tooltip = true,
  className,
  ...rest
}: IconButtonProps) {
  const button = (
    <button
      {...rest}
      type="button"
      aria-label={label}
      className={classNames(styles.button, styles[size], className)}
    >
      {icon}
    </button>
  );
  return tooltip ? <Tooltip text={label} keys={keys} trigger={button} /> : button;
}
