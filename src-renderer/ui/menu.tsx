import { ContextMenu as BaseContextMenu } from '@base-ui/react/context-menu';
import { Menu as BaseMenu } from '@base-ui/react/menu';
import {
  useId,
  type FocusEvent,
  type MouseEvent,
  type ReactElement,
  type ReactNode,
  type RefObject,
} from 'react';
import { Check, ChevronRight, EllipsisVertical } from 'lucide-react';
import { classNames } from './class-names.ts';
import { useFocusWay } from './focus-way.ts';
import { IconButton } from './icon-button.tsx';
import styles from './popup.module.css';

export type MenuPlace = { getBoundingClientRect: () => DOMRect };

/** Where the pointer is; undefined for a menu that a key asked for. */
export function placeOfPointer({ nativeEvent: event }: MouseEvent): MenuPlace | undefined {
  if (!(event instanceof PointerEvent) || event.pointerType === '') return undefined;
  const place = new DOMRect(event.clientX, event.clientY, 0, 0);
  return { getBoundingClientRect: () => place };
}

export type MenuProps = {
  /** Names the button that opens it. */
  label: string;
  icon?: ReactNode;
  /** In place of the button with the icon. */
  trigger?: ReactElement;
  side?: 'top' | 'bottom';
  size?: 'small' | 'medium';
  /** Its items side by side. */
  look?: 'list' | 'row';
  /** -1 where something else leads to it by the keyboard. */
  tabIndex?: number;
  /** If whoever shows it opens it too. */
  isOpen?: boolean | undefined;
  onOpen?: ((isOpen: boolean) => void) | undefined;
  /** Where it opens, if that is not at its button. */
  at?: MenuPlace | undefined;
  /** Has the focus after it was closed; else the button has. */
  after?: RefObject<HTMLElement | null> | undefined;
  /** The first item is chosen when something else than its button has opened it, as a key does: Enter takes it. */
  choosesFirst?: boolean;
  /** `MenuItem` and `MenuSeparator`. */
  children: ReactNode;
};

export function Menu(props: MenuProps) {
  const { label, icon = <EllipsisVertical />, size = 'medium', look = 'list', children } = props;
  const { isOpen, onOpen, tabIndex, trigger, side = 'bottom', after, at } = props;
  const { choosesFirst = false } = props;
  const button = trigger ?? (
    <IconButton {...{ size, label, icon, tabIndex }} title={label} tooltip={false} />
  );
  const controlled = isOpen === undefined ? {} : { open: isOpen, onOpenChange: onOpen };
  return (
    <BaseMenu.Root {...controlled} {...(look === 'row' ? { orientation: 'horizontal' } : {})}>
      <BaseMenu.Trigger render={button} />
      <BaseMenu.Portal>
        <BaseMenu.Positioner
          className={styles.positioner}
          side={side}
          {...(at ? { anchor: at, align: 'start' } : { align: 'end', sideOffset: 4 })}
        >
          <Popup
            className={classNames(styles.popup, styles[look])}
            after={after}
            choosesFirst={choosesFirst}
          >
            {children}
          </Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  );
}

type PopupProps = Pick<MenuProps, 'after' | 'choosesFirst' | 'children'> & { className: string };

/** What an item opens takes the focus at once and knows where it goes back to, as the menu is gone by then. */
function Popup({ className, after, choosesFirst = false, children }: PopupProps) {
  const finalFocus = () => {
    const now = document.activeElement;
    const isFree = now === null || now === document.body || now.closest('[role="menu"]') !== null;
    return isFree && (after?.current ?? true);
  };
  return (
    <BaseMenu.Popup
      ref={useFocusWay({})}
      className={className}
      onFocus={choosesFirst ? chooseFirst : undefined}
      {...(after ? { finalFocus } : {})}
    >
      {children}
    </BaseMenu.Popup>
  );
}

/** Not again when the pointer leaves an item. */
function chooseFirst({
  target,
  currentTarget: popup,
  relatedTarget,
}: FocusEvent<HTMLElement>): void {
  const from = relatedTarget instanceof Element ? relatedTarget : undefined;
  if (target !== popup || popup.contains(from ?? null) || from?.ariaHasPopup) return;
  popup.querySelector<HTMLElement>('[role^="menuitem"]')?.focus();
}

/** The same items on the secondary mouse button (or the menu key) over its children. */
export function ContextMenu({ items, children }: { items: ReactNode; children: ReactElement }) {
  return (
    <BaseContextMenu.Root>
      <BaseContextMenu.Trigger render={children} />
      <BaseContextMenu.Portal>
        <BaseContextMenu.Positioner className={styles.positioner}>
          <Popup className={styles.popup ?? ''}>{items}</Popup>
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

export type MenuSignProps = {
  /** What it is called. */
  name: string;
  isOn: boolean;
  /** One sign, large. */
  children: ReactNode;
  onSelect: () => void;
};

/** An item that is a sign alone. */
export function MenuSign({ name, isOn, children, onSelect }: MenuSignProps) {
  return (
    <BaseMenu.CheckboxItem
      className={classNames(styles.item, styles.sign, isOn && styles.on)}
      checked={isOn}
      closeOnClick
      aria-label={name}
      title={name}
      onClick={onSelect}
    >
      {children}
    </BaseMenu.CheckboxItem>
  );
}

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

export type MenuChoicesProps<V extends string> = {
  /** Names what is chosen. */
  label: string;
  value: V;
  options: readonly { value: V; label: string; icon?: ReactNode; hint?: string }[];
  onValue: (value: V) => void;
};

/** One of several; the menu closes, as one wants one. */
export function MenuChoices<V extends string>(props: MenuChoicesProps<V>) {
  const { label, value, options, onValue } = props;
  return (
    <BaseMenu.RadioGroup aria-label={label} value={value} onValueChange={onValue}>
      {options.map((option) => (
        <BaseMenu.RadioItem
          key={option.value}
          className={styles.item}
          value={option.value}
          closeOnClick
        >
          {option.icon}
          <span className={styles.itemText}>
            {option.label}
            {option.hint === undefined ? null : <span className={styles.why}>{option.hint}</span>}
          </span>
          <BaseMenu.RadioItemIndicator className={styles.after}>
            <Check size={16} aria-hidden="true" />
          </BaseMenu.RadioItemIndicator>
        </BaseMenu.RadioItem>
      ))}
    </BaseMenu.RadioGroup>
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
          <Popup className={styles.popup ?? ''}>{children}</Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.SubmenuRoot>
  );
}

export function MenuSeparator() {
  return <BaseMenu.Separator className={styles.separator} />;
}
