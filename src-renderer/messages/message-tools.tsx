import {
  Bookmark,
  BookmarkX,
  Copy,
  Forward,
  CornerUpRight,
  Ellipsis,
  History,
  Link,
  MailOpen,
  Pencil,
  Pin,
  PinOff,
  Reply,
  SmilePlus,
  Trash2,
  Users,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../ui/icon-button.tsx';
import { Menu, MenuItem, MenuSeparator, MenuSign, type MenuPlace } from '../ui/menu.tsx';
import { commonEmoji } from './message-acts.ts';
import type { AboutMessage, WaitingActs } from './message-row-props.ts';
import styles from './message-tools.module.css';

export type OpenTool = 'react' | 'more' | undefined;

export type MessageToolsProps = {
  /** Missing while the room does not have it: the same menu, open or not, has more items once it does. */
  about: AboutMessage | undefined;
  waiting: WaitingActs | undefined;
  /** Which of its menus is open. */
  open: OpenTool;
  /** Where the one with all acts stands, if that is not at its button. */
  menuAt: MenuPlace | undefined;
  onOpen: (tool: 'react' | 'more', isOpen: boolean) => void;
  onCopy: () => void;
};

/** What can be done to the message that is pointed at, or has the focus. Keys and the menu of the row do the same. */
export function MessageTools(props: MessageToolsProps) {
  const { about, waiting, open, menuAt, onOpen, onCopy } = props;
  const { t } = useTranslation();
  return (
    <div className={styles.tools}>
      {about?.may.write ? <QuickTools {...about} {...{ open, onOpen }} /> : null}
      <Menu
        label={t('timeline.moreActions')}
        icon={<Ellipsis />}
        size="small"
        tabIndex={-1}
        isOpen={open === 'more'}
        at={menuAt}
        onOpen={(isOpen) => onOpen('more', isOpen)}
      >
        {about ? (
          <ActItems {...about} {...{ onOpen, onCopy }} />
        ) : (
          <WaitingItems {...{ waiting, onCopy }} />
        )}
      </Menu>
    </div>
  );
}

/** The two that are wanted most. */
function QuickTools({
  seq,
  look,
  acts,
  open,
  onOpen,
}: AboutMessage & Pick<MessageToolsProps, 'open' | 'onOpen'>) {
  const { t } = useTranslation();
  const has = (emoji: string) => look.reactions.some((each) => each.emoji === emoji && each.isOwn);
  return (
    <>
      <Menu
        label={t('timeline.react')}
        icon={<SmilePlus />}
        size="small"
        look="row"
        choosesFirst
        tabIndex={-1}
        isOpen={open === 'react'}
        onOpen={(isOpen) => onOpen('react', isOpen)}
      >
        {commonEmoji.map((emoji) => (
          <MenuSign
            key={emoji}
            isOn={has(emoji)}
            name={t('timeline.reactWith', { emoji })}
            onSelect={() => acts.react(seq, emoji, !has(emoji))}
          >
            {emoji}
          </MenuSign>
        ))}
        <MenuItem onSelect={() => acts.chooseEmoji(seq)}>{t('timeline.otherEmoji')}</MenuItem>
      </Menu>
      <IconButton
        size="small"
        label={t('timeline.reply')}
        title={t('timeline.reply')}
        icon={<Reply />}
        tooltip={false}
        tabIndex={-1}
        onClick={() => acts.reply(seq)}
      />
    </>
  );
}

function WaitingItems({ waiting, onCopy }: Pick<MessageToolsProps, 'waiting' | 'onCopy'>) {
  const { t } = useTranslation();
  return (
    <>
      {waiting?.edit ? (
        <MenuItem icon={<Pencil />} onSelect={waiting.edit}>
          {t('timeline.edit')}
        </MenuItem>
      ) : null}
      <CopyItem {...{ onCopy }} />
      {waiting ? (
        <>
          <MenuSeparator />
          <MenuItem icon={<Trash2 />} danger onSelect={waiting.remove}>
            {t('timeline.deleteMessage')}
          </MenuItem>
        </>
      ) : null}
    </>
  );
}

function CopyItem({ onCopy }: Pick<MessageToolsProps, 'onCopy'>) {
  const { t } = useTranslation();
  return (
    <MenuItem icon={<Copy />} onSelect={onCopy}>
      {t('timeline.copy')}
    </MenuItem>
  );
}

function ActItems(props: AboutMessage & Pick<MessageToolsProps, 'onOpen' | 'onCopy'>) {
  const { seq, look, isSaved, reply, may, acts, onOpen, onCopy } = props;
  const { t } = useTranslation();
  const isPinned = look.pinnedBy !== undefined;
  return (
    <>
      {may.write ? (
        <>
          <MenuItem icon={<SmilePlus />} onSelect={() => onOpen('react', true)}>
            {t('timeline.react')}
          </MenuItem>
          <MenuItem icon={<Reply />} onSelect={() => acts.reply(seq)}>
            {t('timeline.reply')}
          </MenuItem>
        </>
      ) : null}
      {may.edit ? (
        <MenuItem icon={<Pencil />} onSelect={() => acts.edit(seq)}>
          {t('timeline.edit')}
        </MenuItem>
      ) : null}
      {may.pin ? (
        <MenuItem icon={isPinned ? <PinOff /> : <Pin />} onSelect={() => acts.pin(seq, !isPinned)}>
          {isPinned ? t('timeline.unpin') : t('timeline.pin')}
        </MenuItem>
      ) : null}
      {may.forward ? (
        <MenuItem icon={<Forward />} onSelect={() => acts.forward(seq)}>
          {t('timeline.forwardAsk')}
        </MenuItem>
      ) : null}
      <MenuItem
        icon={isSaved ? <BookmarkX /> : <Bookmark />}
        onSelect={() => acts.save(seq, !isSaved)}
      >
        {isSaved ? t('timeline.unsave') : t('timeline.save')}
      </MenuItem>
      <CopyItem onCopy={onCopy} />
      <MenuItem icon={<MailOpen />} onSelect={() => acts.markUnread(seq)}>
        {t('timeline.markUnread')}
      </MenuItem>
      <MenuItem icon={<Link />} onSelect={() => acts.copyLink(seq)}>
        {t('timeline.copyLink')}
      </MenuItem>
      {reply === undefined ? null : (
        <MenuItem icon={<CornerUpRight />} onSelect={() => acts.jump(reply)}>
          {t('timeline.toAnswered')}
        </MenuItem>
      )}
      {look.reactions.length === 0 ? null : (
        <MenuItem icon={<Users />} onSelect={() => acts.showReactions(seq)}>
          {t('timeline.whoReacted')}
        </MenuItem>
      )}
      {look.editedAt === undefined ? null : (
        <MenuItem icon={<History />} onSelect={() => acts.showVersions(seq)}>
          {t('timeline.versions')}
        </MenuItem>
      )}
      {may.remove ? (
        <>
          <MenuSeparator />
          <MenuItem icon={<Trash2 />} danger onSelect={() => acts.remove(seq)}>
            {t('timeline.deleteMessage')}
          </MenuItem>
        </>
      ) : null}
    </>
  );
}
