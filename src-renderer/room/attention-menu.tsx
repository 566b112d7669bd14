import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import { Bell, BellOff } from 'lucide-react';
import {
  attentionLevels,
  muteEnd,
  muteSpans,
  type Attention,
  type MuteSpan,
} from '../../src-shared/member/attention.ts';
import type { ConversationId } from '../../src-shared/protocol/ids.ts';
import { useFormat, type Format } from '../i18n/format.ts';
import { Menu, MenuChoices, MenuItem, MenuSeparator, Submenu } from '../ui/menu.tsx';
import { useNow } from '../window/app-context.tsx';
import styles from './attention-menu.module.css';
import { useRoom, useRoomStores } from './room-context.tsx';
import { conversationOf } from './room-selectors.ts';

/** Spoken and shown times need all three. */
type Saying = { t: TFunction; format: Format; now: number };

/** What one asked to be told of a conversation, in words; `level_all` is nothing that need be said of it in a list. */
function attentionWords({ level, muted }: Attention, { t, format, now }: Saying): string {
  if (!muted) return t(`attention.level_${level}`);
  const { until } = muted;
  if (until === undefined) return t('attention.muted');
  return t('attention.mutedUntil', { time: format.momentUntil(until, now) });
}

/** When a mute of that length would end, as the menus say it. */
export function muteTime(span: MuteSpan, { format, now }: Omit<Saying, 't'>): string {
  const end = muteEnd(span, now);
  return end === undefined ? '' : format.momentUntil(end, now);
}

export function useAttentionOf(conversation: ConversationId): Attention {
  const { room } = useRoomStores();
  return useRoom((state) => conversationOf(state, room.id, conversation).attention);
}

/** Mutes a conversation, ends that, and chooses what one is told of. */
export function useChangeAttention(conversation: ConversationId) {
  const { request, room, clock } = useRoomStores();
  const place = { room: room.id, in: conversation };
  return {
    choose: (level: Attention['level']) =>
      void request('conversation/set-attention', { ...place, level }),
    mute: (span: MuteSpan) => {
      const until = muteEnd(span, clock.wallMs());
      const muted = until === undefined ? {} : { until };
      void request('conversation/set-attention', { ...place, muted });
    },
    unmute: () => void request('conversation/set-attention', { ...place, muted: null }),
  };
}

function AttentionItems({ conversation }: { conversation: ConversationId }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const { level, muted } = useAttentionOf(conversation);
  const { choose, mute, unmute } = useChangeAttention(conversation);
  const levels = attentionLevels.map((value) => ({ value, label: t(`attention.level_${value}`) }));
  return (
    <>
      <MenuChoices
        label={t('attention.title')}
        value={level}
        options={levels}
        onValue={(chosen) => choose(chosen)}
      />
      <MenuSeparator />
      {muted ? (
        <MenuItem icon={<Bell />} onSelect={unmute}>
          {t('attention.unmute')}
        </MenuItem>
      ) : (
        muteSpans.map((span) => (
          <MenuItem key={span} icon={<BellOff />} onSelect={() => mute(span)}>
            {t(`attention.mute_${span}`, { time: muteTime(span, { format, now }) })}
          </MenuItem>
        ))
      )}
    </>
  );
}

/** In the menus of a conversation. */
export function AttentionSubmenu({ conversation }: { conversation: ConversationId }) {
  const { t } = useTranslation();
  const { muted, level } = useAttentionOf(conversation);
  const isOff = muted !== undefined || level === 'nothing';
  return (
    <Submenu icon={isOff ? <BellOff /> : <Bell />} label={t('attention.title')}>
      <AttentionItems conversation={conversation} />
    </Submenu>
  );
}

/** In the details of a conversation: what is chosen, and the menu that changes it. */
export function AttentionLine({ conversation }: { conversation: ConversationId }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const attention = useAttentionOf(conversation);
  const isOff = attention.muted !== undefined || attention.level === 'nothing';
  return (
    <div className={styles.line}>
      <span className={styles.words}>
        <span className={styles.title}>{t('attention.title')}</span>
        <span>{attentionWords(attention, { t, format, now })}</span>
      </span>
      <Menu label={t('attention.title')} icon={isOff ? <BellOff /> : <Bell />}>
        <AttentionItems conversation={conversation} />
      </Menu>
    </div>
  );
}

/** Beside a name in a list: that nothing, or nothing now, is told of it. */
export function AttentionSign({ attention }: { attention: Attention }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const { muted, level } = attention;
  if (!muted && level !== 'nothing') return null;
  const words = muted ? attentionWords(attention, { t, format, now }) : t('attention.nothingTold');
  return (
    <span className={styles.sign} title={words}>
      <BellOff size={14} role="img" aria-label={words} />
    </span>
  );
}
