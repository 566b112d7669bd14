import { useTranslation } from 'react-i18next';
import type { RoomInside } from '../../src-shared/bridge/rooms.ts';
import { roleOf } from '../../src-shared/protocol/roles.ts';
import { useFormat } from '../i18n/format.ts';
import { keptText } from '../people/keep-rule.tsx';
import { RoleMark } from '../people/role-mark.tsx';
import { useRoom } from '../room/room-context.tsx';
import type { RoomState } from '../room/room-store.ts';
import { Avatar } from '../ui/avatar.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import styles from './rules.module.css';

/** What holds in the room, for those who cannot change it. */
export function Rules({ room }: { room: RoomInside }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { readOnly, slowModeSeconds, editSeconds, forbidden, hasPassword, newcomersRead, keep } =
    room.settings;
  const kept = keptText(keep, { t, format });
  const rules = [
    ...(readOnly ? [refusalText(t, { code: 'read-only' })] : []),
    ...(slowModeSeconds > 0
      ? [t('moderation.slowRule', { wait: format.duration(1000 * slowModeSeconds) })]
      : []),
    ...(editSeconds > 0
      ? [t('moderation.editRule', { wait: format.duration(1000 * editSeconds) })]
      : []),
    ...(newcomersRead === 0 ? [t('moderation.newcomersRuleNone')] : []),
    ...(newcomersRead !== 'all' && newcomersRead > 0
      ? [t('moderation.newcomersRuleDays', { days: format.duration(86_400_000 * newcomersRead) })]
      : []),
    ...(kept === undefined ? [] : [kept]),
    ...forbidden.map((what) => refusalText(t, { code: `${what}-forbidden` })),
    ...(hasPassword ? [t('moderation.hasPassword')] : []),
  ];
  return (
    <>
      {rules.length === 0 ? <p>{t('moderation.nothingSet')}</p> : null}
      <ul className={styles.said} hidden={rules.length === 0}>
        {rules.map((rule) => (
          <li key={rule}>{rule}</li>
        ))}
      </ul>
      <p className={styles.hint}>{t('moderation.notYours')}</p>
    </>
  );
}

/** The owner and the moderators: whom one can ask. */
export function Caretakers() {
  const { t } = useTranslation();
  const caretakers = useRoom(caretakersOf);
  if (caretakers.length === 0) return null;
  return (
    <div role="group" className={styles.section} aria-label={t('moderation.people')}>
      <h3 className={styles.heading}>{t('moderation.people')}</h3>
      <ul className={styles.people}>
        {caretakers.map((member) => (
          <li key={member.account} className={styles.person}>
            <Avatar name={member.name} id={member.account} size={28} presence={member.presence} />
            <span className={styles.personName}>{member.name}</span>
            <RoleMark member={member} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function caretakersOf({ members }: RoomState) {
  const rank = { owner: 0, moderator: 1 } as const;
  return [...members.values()]
    .flatMap((member) => {
      const role = roleOf(member);
      return role === 'owner' || role === 'moderator' ? [{ member, rank: rank[role] }] : [];
    })
    .toSorted(
      (one, other) => one.rank - other.rank || one.member.name.localeCompare(other.member.name),
    )
    .map(({ member }) => member);
}
