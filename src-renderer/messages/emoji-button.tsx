import { Popover } from '@base-ui/react/popover';
import { useState, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { Smile } from 'lucide-react';
import { EmojiPicker } from '../ui/emoji-picker/emoji-picker.tsx';
import { tones } from '../ui/emoji-picker/emoji-list.ts';
import { IconButton } from '../ui/icon-button.tsx';
import popup from '../ui/popup.module.css';
import { useAppStores } from '../window/app-context.tsx';
import styles from './emoji-button.module.css';

const mostRecents = 24;

export type EmojiButtonProps = {
  /** What picking is for: "Emoji", "React". */
  label?: string;
  icon?: ReactNode;
  onPick: (emoji: string) => void;
  /** Has the focus after one was picked; else the button has. */
  after?: RefObject<HTMLElement | null>;
};

/** Opens all emoji. */
export function EmojiButton({ label, icon = <Smile />, onPick, after }: EmojiButtonProps) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Popover.Root open={isOpen} onOpenChange={setIsOpen}>
      <Popover.Trigger
        render={
          <IconButton size="small" label={label ?? t('emoji.title')} icon={icon} tooltip={false} />
        }
      />
      <Popover.Portal>
        <Popover.Positioner className={popup.positioner} side="top" align="start" sideOffset={6}>
          <Popover.Popup
            className={styles.popup}
            aria-label={t('emoji.title')}
            {...(after ? { finalFocus: after } : {})}
          >
            <AnyEmoji
              onPick={(emoji) => {
                setIsOpen(false);
                onPick(emoji);
              }}
            />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** All emoji; remembers those that were used and the colour of skin, for every room. */
export function AnyEmoji({ onPick }: Pick<EmojiButtonProps, 'onPick'>) {
  const { app } = useAppStores();
  const { recentEmoji, skinTone } = useStore(app, (state) => state.settings);
  const recents = recentEmoji === '' ? [] : recentEmoji.split(' ');
  const pick = (emoji: string) => {
    const used = [emoji, ...recents.filter((one) => one !== emoji)].slice(0, mostRecents);
    void app.changeSettings({ recentEmoji: used.join(' ') });
    onPick(emoji);
  };
  return (
    <EmojiPicker
      recents={recents}
      tone={tones[skinTone] ?? ''}
      onTone={(tone) => void app.changeSettings({ skinTone: tones.indexOf(tone) })}
      onPick={pick}
    />
  );
}
