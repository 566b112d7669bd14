import { useTranslation } from 'react-i18next';
import { ExternalLink, IdCard, Images, UsersRound } from 'lucide-react';
import {
  conversationKind,
  hasMembers,
  type ConversationId,
  type RoomId,
} from '../../src-shared/protocol/ids.ts';
import { AttentionSubmenu } from '../room/attention-menu.tsx';
import { ExportItem } from '../room/export-item.tsx';
import { useRoom } from '../room/room-context.tsx';
import { partnerOf } from '../room/room-selectors.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Menu, MenuItem } from '../ui/menu.tsx';
import { useAppStores, useFrame } from '../window/app-context.tsx';
import type { SidePane } from '../window/frame-store.ts';

export type PaneTogglesProps = {
  conversation: ConversationId | undefined;
  shown: SidePane | undefined;
  /** Opens the conversation in a window of its own; missing in that window. */
  room: RoomId | undefined;
};

/** Who belongs to the conversation, and behind three dots what is wanted less often. */
export function PaneToggles({ conversation, shown, room }: PaneTogglesProps) {
  const { t } = useTranslation();
  const { frame, openWindow } = useAppStores();
  const mayOpen = room !== undefined && conversation !== undefined;
  const isEveryones = conversation === undefined || conversationKind(conversation) === 'everyone';
  return (
    <>
      <WhoToggle conversation={conversation} shown={shown} />
      {conversation === undefined ? null : (
        <Menu label={t('timeline.moreActions')}>
          {isEveryones ? null : (
            <MenuItem icon={<UsersRound />} onSelect={() => frame.showPane('members')}>
              {t('timeline.roomMembers')}
            </MenuItem>
          )}
          <MenuItem icon={<Images />} onSelect={() => frame.showPane('files')}>
            {t('files.pane')}
          </MenuItem>
          <AttentionSubmenu conversation={conversation} />
          <ExportItem conversation={conversation} />
          {mayOpen ? (
            <MenuItem
              icon={<ExternalLink />}
              onSelect={() => openWindow.conversation(room, conversation)}
            >
              {t('timeline.openWindow')}
            </MenuItem>
          ) : null}
        </Menu>
      )}
    </>
  );
}

type WhoToggleProps = Pick<PaneTogglesProps, 'conversation' | 'shown'>;

/** The people of what is shown: of the room, of the group, or the one other person. */
function WhoToggle({ conversation, shown }: WhoToggleProps) {
  const { t } = useTranslation();
  const toggle = useToggleWho(conversation);
  const partner = useRoom((state) => conversation && partnerOf(state, conversation)?.account);
  const person = useFrame((state) => state.person);
  const kind = conversation === undefined ? 'everyone' : conversationKind(conversation);
  if (kind === 'direct' && !partner) return null;
  const labels = {
    everyone: t('timeline.members'),
    group: t('groups.members'),
    topic: t('topics.members'),
    direct: t('contacts.details'),
  };
  const isShown = {
    everyone: shown === 'members',
    group: shown === 'group',
    topic: shown === 'group',
    direct: shown === 'person' && person === partner,
  };
  return (
    <IconButton
      label={labels[kind]}
      keys={['Ctrl', '.']}
      icon={kind === 'direct' ? <IdCard /> : <UsersRound />}
      aria-pressed={isShown[kind]}
      onClick={toggle}
    />
  );
}

/** Shows or hides the people of what is shown. */
export function useToggleWho(conversation: ConversationId | undefined): () => void {
  const { frame } = useAppStores();
  const partner = useRoom((state) => conversation && partnerOf(state, conversation)?.account);
  return () => {
    const { pane, person } = frame.getState();
    if (conversation && hasMembers(conversation)) frame.togglePane('group');
    else if (!partner) frame.togglePane('members');
    else if (pane === 'person' && person === partner) frame.closePane();
    else frame.showPerson(partner);
  };
}
