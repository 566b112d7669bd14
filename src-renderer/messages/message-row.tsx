import { memo, useState } from 'react';
import { Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { classNames } from '../ui/class-names.ts';
import { useAppStores } from '../window/app-context.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { placeOfPointer, type MenuPlace } from '../ui/menu.tsx';
import { Arrival } from './message-arrival.tsx';
import { Face, Heading } from './message-heading.tsx';
import { isCopyKey, isForSystem, moveWithin, pressed } from './message-keys.ts';
import { isUnderWay, type MessageRowProps } from './message-row-props.ts';
import { Failure } from './message-failure.tsx';
import { Said, spokenText } from './message-said.tsx';
import { MessageTools, type MessageToolsProps, type OpenTool } from './message-tools.tsx';
import { useReadText } from './read-text.ts';
import { useTopicsNamed } from './topic-view.tsx';
import tools from './message-tools.module.css';
import styles from './message-row.module.css';

/** One message, and one item of the log (sender, text, time). */
export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const { name, text, at, startsGroup, state, format, isGuest, onPerson, about, waiting } = props;
  const { t } = useTranslation();
  const { copy } = useAppStores();
  const read = useReadText(text, about?.mentions, useTopicsNamed(text));
  const [isPointed, setIsPointed] = useState(false);
  const [isFocused, setIsFocused] = useState(false);
  const [open, setOpen] = useState<OpenTool>();
  const [menuAt, setMenuAt] = useState<MenuPlace>();
  const isFailed = typeof state === 'object' && state.is === 'failed';
  const isOnItsWay = typeof state === 'object';
  // The room's clock says when something was said. Until then any time would change under the reader's eyes.
  const time = isOnItsWay ? t(isFailed ? 'timeline.failed' : 'timeline.sending') : format.clock(at);
  const spokenName = isGuest ? `${name} (${t('contacts.guest')})` : name;
  const onOpen = (tool: 'react' | 'more', isOpen: boolean) => {
    if (isOpen) setMenuAt(undefined);
    setOpen((before) => (isOpen ? tool : before === tool ? undefined : before));
  };
  const openByKey = (tool: OpenTool) => {
    setMenuAt(undefined);
    setOpen(tool);
  };
  const onCopy = () => void copy(text);
  const isDeleted = about?.look.deleted !== undefined;
  return (
    <div
      role="listitem"
      aria-label={t('timeline.message', {
        name: spokenName,
        time,
        text: spokenText(props, read, t),
      })}
      tabIndex={-1}
      data-message=""
      className={rowClass(props)}
      // Not what comes to lie below a pointer that rests: while much is said that would be one after the other.
      onPointerMove={() => setIsPointed(true)}
      onPointerLeave={() => setIsPointed(false)}
      onFocus={() => setIsFocused(true)}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setIsFocused(false);
      }}
      onContextMenu={(event) => {
        if (isDeleted || isForSystem(event.target) || !(about || isOnItsWay)) return;
        event.preventDefault();
        setMenuAt(placeOfPointer(event));
        setOpen('more');
      }}
      onKeyDown={(event) => {
        if (isCopyKey(event) && String(getSelection()) === '') {
          event.preventDefault();
          return onCopy();
        }
        if (moveWithin(event) || event.target !== event.currentTarget) return;
        if (event.key === 'Enter') {
          // Else the same press would go on to the button that has the focus then, and close the card.
          event.preventDefault();
          onPerson?.();
        } else if (!isDeleted && pressed(event, props, openByKey)) event.preventDefault();
      }}
    >
      <div className={styles.side}>
        {startsGroup ? <Face {...props} /> : null}
        {startsGroup || isOnItsWay ? null : (
          <time className={styles.sideTime} dateTime={new Date(at).toISOString()}>
            {time}
          </time>
        )}
      </div>
      <div className={styles.body}>
        {startsGroup ? <Heading {...props} time={time} isOnItsWay={isOnItsWay} /> : null}
        <Said {...props} read={read} />
        {isFailed ? <Failure {...props} refusal={state.refusal} /> : null}
      </div>
      <Arrival {...props} />
      {isPointed || isFocused || open !== undefined ? (
        <Tools {...{ about, waiting, isOnItsWay, isPointed, open, menuAt, onOpen, onCopy }} />
      ) : null}
    </div>
  );
});

type ToolsProps = MessageToolsProps & { isOnItsWay: boolean; isPointed: boolean };

/** Of what the room does not have yet, or never will, the text can be copied. */
function Tools(props: ToolsProps) {
  const { about, waiting, isOnItsWay, isPointed, open, menuAt, onOpen, onCopy } = props;
  const { t } = useTranslation();
  if (about?.look.deleted) return null;
  if (about || isOnItsWay)
    return <MessageTools {...{ about, waiting, open, menuAt, onOpen, onCopy }} />;
  if (!isPointed) return null;
  return (
    <div className={tools.tools}>
      <IconButton
        size="small"
        label={t('timeline.copy')}
        icon={<Copy />}
        tooltip={false}
        tabIndex={-1}
        title={t('timeline.copy')}
        onClick={onCopy}
      />
    </div>
  );
}

function rowClass({ startsGroup, isMarked, state, about }: MessageRowProps): string {
  return classNames(
    styles.row,
    startsGroup && styles.first,
    isMarked && styles.marked,
    about?.means && about.look.deleted === undefined && styles.forMe,
    typeof state === 'object' && state.is === 'failed' && styles.failed,
    isUnderWay(state) && styles.arrives,
  );
}
