import { useTranslation } from 'react-i18next';
import type { Member } from '../../src-shared/protocol/members.ts';
import { useFormat } from '../i18n/format.ts';
import { standingStatus, statusLine } from '../../src-shared/text/status-text.ts';
import { useNow } from '../window/app-context.tsx';

/** The words for who is in the room. */
const presenceKeys = {
  online: 'timeline.online',
  'do-not-disturb': 'timeline.do-not-disturb',
  away: 'timeline.away',
} as const;

/** When somebody who is not in the room was there last. */
export function LastSeen({ member }: { member: Member }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  if (member.lastSeenAt === undefined) return t('members.neverSeen');
  return t('members.lastSeen', { time: format.brief(member.lastSeenAt, now) });
}

/** Whether somebody is here, or when they were. */
export function PresenceWords({ member }: { member: Member }) {
  const { t } = useTranslation();
  const { presence } = member;
  return presence === 'offline' ? <LastSeen member={member} /> : t(presenceKeys[presence]);
}

/** What somebody says of oneself, with when it ends; undefined if that is nothing, or is over. */
export function useStatusWords(member: Pick<Member, 'status'> | undefined): string | undefined {
  const format = useFormat();
  const now = useNow();
  const status = standingStatus(member?.status, now);
  if (!status) return undefined;
  const line = statusLine(status);
  return status.until === undefined ? line : `${line}, ${format.until(status.until, now)}`;
}
