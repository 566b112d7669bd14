import { useMemo, useRef, useState } from 'react';
import { Autocomplete } from '@base-ui/react/autocomplete';
import { useTranslation } from 'react-i18next';
import { Search, UsersRound } from 'lucide-react';
import { conversationKind, everyone } from '../../src-shared/protocol/ids.ts';
import { GroupFace } from '../people/group-face.tsx';
import type { RoomState } from '../room/room-store.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Badge } from '../ui/badge.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { useApp } from '../window/app-context.tsx';
import { roomsByUse } from '../window/app-selectors.ts';
import { goTo } from '../window/route.ts';
import { matchItems, switchItems } from './switch-items.ts';
import type { SwitchItem } from './switch-items.ts';
import styles from './switcher.module.css';

export type SwitcherProps = {
  /** The room that is shown, for its conversations and people. */
  shown: RoomState | undefined;
  onClose: () => void;
};

/** Goes to anything by its name (Ctrl+K). */
export function Switcher({ shown, onClose }: SwitcherProps) {
  const { t } = useTranslation();
  const rooms = useApp(roomsByUse);
  const [typed, setTyped] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const items = useMemo(
    () => switchItems(rooms, shown, { everyone: t('switcher.everyone') }),
    [rooms, shown, t],
  );
  const found = useMemo(() => matchItems(items, typed), [items, typed]);
  const go = (item: SwitchItem) => {
    onClose();
    goTo({ to: 'room', room: item.room, in: item.in });
  };
  return (
    <Dialog
      look="palette"
      title={t('switcher.title')}
      width={560}
      initialFocus={field}
      onClose={onClose}
    >
      <Autocomplete.Root<SwitchItem>
        open
        inline
        mode="none"
        items={found}
        itemToStringValue={(item) => item.name}
        autoHighlight="always"
        keepHighlight
        value={typed}
        onValueChange={setTyped}
      >
        <div className={styles.field}>
          <Search size={18} aria-hidden="true" />
          <Autocomplete.Input
            ref={field}
            className={styles.input}
            aria-label={t('switcher.placeholder')}
            placeholder={t('switcher.placeholder')}
            spellCheck={false}
          />
          <Kbd>Esc</Kbd>
        </div>
        <Autocomplete.List
          className={styles.list}
          aria-label={t('switcher.results')}
          hidden={found.length === 0}
        >
          {(item: SwitchItem) => <Item key={item.key} item={item} onGo={() => go(item)} />}
        </Autocomplete.List>
        {found.length === 0 ? (
          <div className={styles.nothing}>
            <EmptyState title={t('switcher.none')} text={t('switcher.noneText')} />
          </div>
        ) : null}
      </Autocomplete.Root>
    </Dialog>
  );
}

function Item({ item, onGo }: { item: SwitchItem; onGo: () => void }) {
  const { t } = useTranslation();
  const kind = {
    room: t('switcher.room'),
    conversation: t('switcher.conversation'),
    person: t('switcher.person'),
  }[item.kind];
  return (
    <Autocomplete.Item value={item} className={styles.item} onClick={onGo}>
      {item.kind === 'conversation' && conversationKind(item.in) === 'group' ? (
        <GroupFace id={item.in} size={28} />
      ) : item.kind === 'conversation' && item.in === everyone ? (
        <span className={styles.everyone}>
          <UsersRound size={15} aria-hidden="true" />
        </span>
      ) : (
        <Avatar
          id={item.avatar}
          name={item.name}
          size={28}
          shape={item.kind === 'room' ? 'square' : 'circle'}
          presence={item.presence}
        />
      )}
      <span className={styles.name}>{item.name}</span>
      <Badge count={item.unread} label={t('app.unread', { count: item.unread })} />
      <span className={styles.kind}>{kind}</span>
    </Autocomplete.Item>
  );
}
