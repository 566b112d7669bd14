import { useTranslation } from 'react-i18next';
import { Crown, MicOff, ShieldHalf } from 'lucide-react';
import type { Member } from '../../src-shared/protocol/members.ts';
import { roleOf } from '../../src-shared/protocol/roles.ts';
import { useFormat } from '../i18n/format.ts';
import { Tag } from '../ui/badge.tsx';
import { useNow } from '../window/app-context.tsx';

/** What somebody is in the room, in words, if they are more or less than a member; and whether they may write. */
export function RoleMark({ member }: { member: Member }) {
  const muted = useMutedWords(member);
  return (
    <>
      <RoleTag member={member} />
      {muted ? <MicOff size={14} role="img" aria-label={muted} /> : null}
    </>
  );
}

export function RoleTag({ member }: { member: Member }) {
  const { t } = useTranslation();
  const role = roleOf(member);
  switch (role) {
    case 'owner':
      return <Tag icon={<Crown />}>{t('moderation.role_owner')}</Tag>;
    case 'moderator':
      return <Tag icon={<ShieldHalf />}>{t('moderation.role_moderator')}</Tag>;
    case 'guest':
      // Without an account nobody vouches for the name, which says more than the role.
      return <Tag>{t(member.guest ? 'contacts.guest' : 'moderation.role_guest')}</Tag>;
    case 'member':
      return null;
  }
}

/** Undefined of somebody who may write. */
export function useMutedWords({ muted }: Member): string | undefined {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  if (!muted) return undefined;
  if (muted.until === undefined) return t('moderation.muted');
  return t('moderation.mutedUntil', { time: format.moment(muted.until, now) });
}
