import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Search, Users } from 'lucide-react';
import type { Member } from '../../src-shared/protocol/members.ts';
import type { ConversationId } from '../../src-shared/protocol/ids.ts';
import { useFormat } from '../i18n/use-format.ts';
import { useRoom } from '../room/room-context.tsx';
import { isAlone } from '../room/room-selectors.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { moveBetweenEntries } from '../ui/move-between-entries.ts';
import { Panel } from '../ui/panel.tsx';
import { TextField } from '../ui/text-field.tsx';
import { MemberEntry } from './member-entry.tsx';
import { memberGroupKinds, memberGroups } from './member-groups.ts';
import styles from './members-pane.module.css';

export type MembersPaneProps = {
  /** Opens the direct conversation with somebody. */
  onShow: (conversation: ConversationId) => void;
  onClose: () => void;
};

/** Everybody met in the room: favourites first, then who is here, away, and the others with when they were seen. */
export function MembersPane({ onShow, onClose }: MembersPaneProps) {
  const { t } = useTranslation();
  const members = useRoom((state) => state.members);
  const contacts = useRoom((state) => state.contacts);
  const alone = useRoom(isAlone);
  const [typed, setTyped] = useState('');
  const { groups, more } = useMemo(
    () => memberGroups({ members, contacts }, typed),
    [members, contacts, typed],
  );
  const labels = {
    favourites: t('members.favourites'),
    online: t('members.online'),
    away: t('members.away'),
    offline: t('members.offline'),
  };
  const isEmpty = memberGroupKinds.every((kind) => groups[kind].length === 0);
  return (
    <Panel
      label={t('members.title')}
      scroll={false}
      close={{ label: t('members.close'), run: onClose }}
    >
      <div className={styles.search}>
        <TextField
          label={t('members.search')}
          hiddenLabel
          placeholder={t('members.search')}
          value={typed}
          onValue={setTyped}
          maxLength={100}
          before={<Search size={16} aria-hidden="true" />}
          data-own-escape={typed === '' ? undefined : ''}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || typed === '') return;
            event.stopPropagation();
            setTyped('');
          }}
        />
      </div>
      <div className={styles.body} onKeyDown={moveBetweenEntries}>
        {memberGroupKinds.map((kind) =>
          groups[kind].length === 0 ? null : (
            <MemberList key={kind} label={labels[kind]} members={groups[kind]} onShow={onShow} />
          ),
        )}
        {more > 0 ? <p className={styles.note}>{t('members.more', { count: more })}</p> : null}
        {alone && typed === '' ? <p className={styles.note}>{t('members.alone')}</p> : null}
        {isEmpty ? (
          <EmptyState icon={<Users />} title={t('members.none')} text={t('members.noneText')} />
        ) : null}
      </div>
    </Panel>
  );
}

type MemberListProps = {
  label: string;
  members: readonly Member[];
  onShow: (conversation: ConversationId) => void;
};

function MemberList({ label, members, onShow }: MemberListProps) {
  const format = useFormat();
  return (
    <section aria-label={label}>
      <h3 className={styles.heading}>
        {label} <span className={styles.count}>{format.count(members.length)}</span>
      </h3>
      <ul>
        {members.map((member) => (
          <MemberEntry key={member.account} member={member} onShow={onShow} />
        ))}
      </ul>
    </section>
  );
}
