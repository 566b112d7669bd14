import { useTranslation } from 'react-i18next';
import {
  Crown,
  DoorOpen,
  Gavel,
  Mic,
  MicOff,
  ShieldHalf,
  ShieldOff,
  User,
  type LucideIcon,
} from 'lucide-react';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import { givenRoles, mayActOn, roleOf, type GivenRole } from '../../src-shared/protocol/roles.ts';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { nameOf } from '../room/room-selectors.ts';
import { Button } from '../ui/button.tsx';
import { MenuItem, Submenu } from '../ui/menu.tsx';
import styles from './person-pane.module.css';

type Deed = { words: string; Icon: LucideIcon; isHard?: boolean; run: () => void };

const roleWords = {
  moderator: { ask: 'moderation.makeModerator', done: 'moderation.madeModerator' },
  member: { ask: 'moderation.makeMember', done: 'moderation.madeMember' },
  guest: { ask: 'moderation.makeGuest', done: 'moderation.madeGuest' },
} as const;
const roleIcons = { moderator: ShieldHalf, member: User, guest: ShieldOff };

/** What this person may do to somebody by the room's table; nothing that the room would not allow is offered. */
function useModerationDeeds(account: AccountId): Deed[] {
  const { t } = useTranslation();
  const { request, frame, room, dialogs } = useRoomStores();
  const own = useRoom((state) => state.room?.role);
  const member = useRoom((state) => state.members.get(account));
  const isSelf = useRoom((state) => state.room?.account === account);
  if (!member || !own || isSelf) return [];
  const target = roleOf(member);
  const ask = (is: 'mute' | 'kick' | 'ban' | 'hand-over') => () => dialogs.open({ is, account });
  const setRole = async (role: GivenRole) => {
    const done = await request('member/set-role', { room: room.id, account, role });
    if (done === undefined) return;
    const name = nameOf(room.getState(), account) ?? t('conversations.someone');
    frame.tell(t(roleWords[role].done, { name }));
  };
  const unmute = () => void request('member/unmute', { room: room.id, account });
  const deeds: Deed[] = [];
  // Who comes by a plain program is nobody that could be known again.
  if (!member.guest && mayActOn(own, 'set-role', target)) {
    for (const role of givenRoles) {
      if (role === target) continue;
      const words = t(roleWords[role].ask);
      deeds.push({ words, Icon: roleIcons[role], run: () => void setRole(role) });
    }
  }
  if (mayActOn(own, 'mute', target)) {
    deeds.push(
      member.muted
        ? { words: t('moderation.unmute'), Icon: Mic, run: unmute }
        : { words: t('moderation.muteAsk'), Icon: MicOff, run: ask('mute') },
    );
  }
  if (mayActOn(own, 'kick', target) && member.presence !== 'offline') {
    deeds.push({ words: t('moderation.kickAsk'), Icon: DoorOpen, run: ask('kick'), isHard: true });
  }
  if (mayActOn(own, 'ban', target)) {
    deeds.push({ words: t('moderation.banAsk'), Icon: Gavel, run: ask('ban'), isHard: true });
  }
  if (!member.guest && mayActOn(own, 'hand-over', target)) {
    deeds.push({ words: t('moderation.handOverAsk'), Icon: Crown, run: ask('hand-over') });
  }
  return deeds;
}

type OfPerson = { account: AccountId };

/** In a person's menu: a menu of its own, so that what only one hears is not taken for what the room hears. */
export function ModerationMenu({ account }: OfPerson) {
  const { t } = useTranslation();
  const deeds = useModerationDeeds(account);
  if (deeds.length === 0) return null;
  return (
    <Submenu icon={<Gavel />} label={t('moderation.menu')}>
      {deeds.map(({ words, Icon, isHard, run }) => (
        <MenuItem key={words} danger={isHard ?? false} icon={<Icon />} onSelect={run}>
          {words}
        </MenuItem>
      ))}
    </Submenu>
  );
}

/** The same on their card. */
export function ModerationButtons({ account }: OfPerson) {
  const { t } = useTranslation();
  const deeds = useModerationDeeds(account);
  if (deeds.length === 0) return null;
  return (
    <div role="group" className={styles.moderation} aria-label={t('moderation.menu')}>
      <h4 className={styles.label}>{t('moderation.menu')}</h4>
      <div className={styles.deeds}>
        {deeds.map(({ words, Icon, isHard, run }) => (
          <Button
            key={words}
            size="small"
            look={isHard ? 'danger-quiet' : 'secondary'}
            icon={<Icon size={14} />}
            onClick={run}
          >
            {words}
          </Button>
        ))}
      </div>
    </div>
  );
}
