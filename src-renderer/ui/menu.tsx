import { ContextMenu as BaseContextMenu } from '@base-ui/react/context-menu';
import { Menu as BaseMenu } from '@base-ui/react/menu';
import { useId, type ReactElement, type ReactNode } from 'react';
import { Check, ChevronRight, EllipsisVertical } from 'lucide-react';
import { classNames } from './class-names.ts';
import { IconButton } from './icon-button.tsx';
import styles from './popup.module.css';

export type MenuProps = {
  /** Names the button that opens it. */
  label: string;
  icon?: ReactNode;
  size?: 'small' | 'medium';
  /** `MenuItem` and `MenuSeparator`. */
  children: ReactNode;
};

export function Menu({ label, icon = <EllipsisVertical />, size = 'medium', children }: MenuProps) {
  return (
    <BaseMenu.Root>
      <BaseMenu.Trigger render={<IconButton {...{ size, label, icon }} tooltip={false} />} />
      <BaseMenu.Portal>
        <BaseMenu.Positioner className={styles.positioner} side="bottom" align="end" sideOffset={4}>
          <BaseMenu.Popup className={styles.popup}>{children}</BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  );
}

/** The same items on the secondary mouse button (or the menu key) over its children. */
export function ContextMenu({ items, children }: { items: ReactNode; children: ReactElement }) {
  return (
    <BaseContextMenu.Root>
      <BaseContextMenu.Trigger render={children} />
      <BaseContextMenu.Portal>
        <BaseContextMenu.Positioner className={styles.positioner}>
          <BaseContextMenu.Popup className={styles.popup}>{items}</BaseContextMenu.Popup>
        </BaseContextMenu.Positioner>
      </BaseContextMenu.Portal>
    </BaseContextMenu.Root>
  );
}

export type MenuItemProps = {
  icon?: ReactNode;
  children: ReactNode;
  onSelect: () => void;
  danger?: boolean;
  /** Why it cannot be done now, said below its words; it does nothing then. */
  why?: string | undefined;
};

export function MenuItem({ icon, children, onSelect, danger = false, why }: MenuItemProps) {
  const id = useId();
  const said = { 'aria-labelledby': `${id}-name`, 'aria-describedby': `${id}-why` };
  return (
    <BaseMenu.Item
      className={classNames(styles.item, danger && styles.danger)}
      onClick={onSelect}
      disabled={why !== undefined}
      {...(why === undefined ? {} : said)}
    >
      {icon}
      <span className={styles.itemText}>
        <span id={`${id}-name`}>{children}</span>
        {why === undefined ? null : (
          <span id={`${id}-why`} className={styles.why}>
            {why}
          </span>
        )}
      </span>
    </BaseMenu.Item>
  );
}

export type MenuCheckItemProps = {
  children: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
};

/** Can be on or off; the menu stays open, as one often wants several. */
export function MenuCheckItem({ children, checked, onChange }: MenuCheckItemProps) {
  return (
    <BaseMenu.CheckboxItem className={styles.item} checked={checked} onCheckedChange={onChange}>
      <span className={styles.itemText}>{children}</span>
      <BaseMenu.CheckboxItemIndicator className={styles.after}>
        <Check size={16} aria-hidden="true" />
      </BaseMenu.CheckboxItemIndicator>
    </BaseMenu.CheckboxItem>
  );
}

export type SubmenuProps = { icon?: ReactNode; label: string; children: ReactNode };

/** An item that opens a menu of its own beside it. */
export function Submenu({ icon, label, children }: SubmenuProps) {
  return (
    <BaseMenu.SubmenuRoot>
      <BaseMenu.SubmenuTrigger className={styles.item}>
        {icon}
        <span className={styles.itemText}>{label}</span>
        <ChevronRight size={16} aria-hidden="true" />
      </BaseMenu.SubmenuTrigger>
      <BaseMenu.Portal>
        <BaseMenu.Positioner className={styles.positioner} sideOffset={2}>
          <BaseMenu.Popup className={styles.popup}>{children}</BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.SubmenuRoot>
  );
}

export function MenuSeparator() {
  return <BaseMenu.Separator className={styles.separator} />;
}
