import { AttentionLine } from '../room/attention-menu.tsx';
import { PrivacyLine } from '../room/privacy-line.tsx';
import { useTranslation } from 'react-i18next';
import { LogOut, Pencil, UserPlus } from 'lucide-react';
import type { GroupView } from '../../src-shared/bridge/groups.ts';
import type { ConversationId } from '../../src-shared/protocol/ids.ts';
import card from './card.module.css';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { leadsGroupNow, ownMute } from '../room/permissions.ts';
import { Button } from '../ui/button.tsx';
import { MenuItem, MenuSeparator } from '../ui/menu.tsx';
import { Panel } from '../ui/panel.tsx';
import { Switch } from '../ui/switch.tsx';
import { GroupFace } from './conversation-face.tsx';
import { GroupMember } from './group-member.tsx';
import styles from './group-pane.module.css';
import { KeepRule } from './keep-rule.tsx';

/** The details of a group conversation: who is in it, and what its owner and its members can do. */
export function GroupPane({ group }: { group: GroupView }) {
  const { t } = useTranslation();
  const { frame } = useRoomStores();
  const deeds = useGroupDeeds(group.in);
  const isMember = group.standing === 'member';
  const isOwner = useRoom((state) => isMember && state.room?.account === group.owner);
  return (
    <Panel label={t('groups.details')} close={{ label: t('ui.close'), run: frame.closePane }}>
      <div className={card.card}>
        <div className={card.identity}>
          <GroupFace id={group.in} size={56} />
          <h3 className={card.name}>{group.name}</h3>
          <p className={card.presence}>
            {isMember
              ? t('groups.memberCount', { count: group.members.length })
              : t('groups.leftShort')}
          </p>
        </div>
        {deeds.length > 0 ? (
          <div className={card.actions}>
            {deeds.map(({ is, words, Icon, run }) => (
              <Button
                key={is}
                look={is === 'leave-group' ? 'danger-quiet' : 'secondary'}
                icon={<Icon size={16} />}
                onClick={run}
              >
                {words}
              </Button>
            ))}
          </div>
        ) : null}
        <GroupWriters group={group} />
        <KeepRule conversation={group.in} />
        <AttentionLine conversation={group.in} />
        <PrivacyLine kind="group" />
        <ul className={styles.members} aria-label={t('groups.members')}>
          {group.members.map((account) => (
            <GroupMember key={account} group={group} account={account} mayRemove={isOwner} />
          ))}
        </ul>
      </div>
    </Panel>
  );
}

/** Who writes there: a switch for whoever may turn it, words for the others. */
function GroupWriters({ group }: { group: GroupView }) {
  const { t } = useTranslation();
  const { request, room } = useRoomStores();
  const mayChange = useRoom((state) => leadsGroupNow(state, group) && !ownMute(state));
  const readOnly = group.readOnly === true;
  if (!mayChange) return readOnly ? <p className={card.faint}>{t('groups.readOnlyNote')}</p> : null;
  return (
    <Switch
      label={t('groups.readOnly')}
      checked={readOnly}
      onChange={(next) =>
        void request('group/set-read-only', { room: room.id, in: group.in, readOnly: next })
      }
    />
  );
}

/** What this person can do with a group conversation that they are in. */
function useGroupDeeds(id: ConversationId) {
  const { t } = useTranslation();
  const { dialogs } = useRoomStores();
  const group = useRoom((state) => state.groups.get(id));
  const self = useRoom((state) => state.room?.account);
  if (group?.standing !== 'member') return [];
  const deeds = [
    { is: 'add-to-group', words: t('groups.addPeople'), Icon: UserPlus, isOwners: true },
    { is: 'rename-group', words: t('groups.rename'), Icon: Pencil, isOwners: true },
    { is: 'leave-group', words: t('groups.leaveAsk'), Icon: LogOut, isOwners: false },
  ] as const;
  return deeds
    .filter(({ isOwners }) => !isOwners || group.owner === self)
    .map((deed) => ({ ...deed, run: () => dialogs.open({ is: deed.is, in: id }) }));
}

/** The same in the group's menu in the list. */
export function GroupMenuItems({ group }: { group: ConversationId }) {
  const deeds = useGroupDeeds(group);
  return (
    <>
      {deeds.length > 0 ? <MenuSeparator /> : null}
      {deeds.map(({ is, words, Icon, run }) => (
        <MenuItem key={is} danger={is === 'leave-group'} icon={<Icon />} onSelect={run}>
          {words}
        </MenuItem>
      ))}
    </>
  );
}
