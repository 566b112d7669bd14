import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Gavel } from 'lucide-react';
import { useStore } from 'zustand';
import type { Ban } from '../../src-shared/protocol/moderation.ts';
import { useFormat } from '../i18n/format.ts';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { nameOf } from '../room/room-selectors.ts';
import { Button } from '../ui/button.tsx';
import { useNow } from '../window/app-context.tsx';
import type { PageStore } from './page-store.ts';
import { PagedList } from './paged-list.tsx';
import styles from './rules.module.css';

/** Whom the room keeps out, until when and why, each with the way to let them in again. */
export function BansView({ bans }: { bans: PageStore<Ban> }) {
  const { t } = useTranslation();
  const { request, room, frame } = useRoomStores();
  const items = useStore(bans, (state) => state.items);
  const view = useRef<HTMLDivElement>(null);
  const lift = async (ban: Ban, name: string) => {
    const done = await request('ban/lift', { room: room.id, ban: ban.ban });
    if (done === undefined) return;
    bans.remove(ban.ban);
    // Its button is gone with it.
    view.current?.querySelector<HTMLElement>('ul:not([hidden])')?.focus();
    frame.tell(t('moderation.unbannedNotice', { name }));
  };
  return (
    <div ref={view} className={styles.view}>
      <PagedList
        store={bans}
        label={t('moderation.bansList')}
        empty={{
          icon: <Gavel />,
          title: t('moderation.bansEmpty'),
          text: t('moderation.bansEmptyText'),
        }}
      >
        {items?.map((ban) => (
          <Row key={ban.ban} ban={ban} onLift={(name) => void lift(ban, name)} />
        ))}
      </PagedList>
    </div>
  );
}

function Row({ ban, onLift }: { ban: Ban; onLift: (name: string) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const { account, by, at, until, reason, reach } = ban;
  const someone = t('conversations.someone');
  const name = useRoom((state) => nameOf(state, account)) ?? someone;
  const byName = useRoom((state) => by && nameOf(state, by)) ?? someone;
  const time = format.moment(at, now);
  const kinds = (['account', ...reach] as const).map((one) => t(`moderation.reachShort_${one}`));
  return (
    <li tabIndex={-1} className={styles.ban}>
      <div className={styles.words}>
        <p className={styles.name}>
          <bdi>{name}</bdi>
        </p>
        {reason === undefined ? null : (
          <p className={styles.sentence} dir="auto">
            {t('moderation.theReason', { reason })}
          </p>
        )}
        <p className={styles.time}>
          {until === undefined
            ? t('moderation.untilLifted')
            : t('moderation.until', { time: format.moment(until, now) })}
        </p>
        <p className={styles.time}>{t('moderation.holdsFor', { list: format.list(kinds) })}</p>
        <p className={styles.time}>
          {by === undefined
            ? t('moderation.bannedByHost', { time })
            : t('moderation.bannedBy', { time, by: byName })}
        </p>
      </div>
      <Button
        size="small"
        aria-label={`${t('moderation.unban')}: ${name}`}
        onClick={() => onLift(name)}
      >
        {t('moderation.unban')}
      </Button>
    </li>
  );
}
