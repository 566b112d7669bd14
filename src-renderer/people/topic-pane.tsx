import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Archive, ArchiveRestore, LogOut, Pencil } from 'lucide-react';
import type { GroupView } from '../../src-shared/bridge/groups.ts';
import type { AccountId, ConversationId } from '../../src-shared/protocol/ids.ts';
import { may } from '../../src-shared/protocol/roles.ts';
import { AttentionLine } from '../room/attention-menu.tsx';
import { PrivacyLine } from '../room/privacy-line.tsx';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import type { RoomState } from '../room/room-store.ts';
import { Tag } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { MenuItem, MenuSeparator } from '../ui/menu.tsx';
import { Panel } from '../ui/panel.tsx';
import card from './card.module.css';
import { GroupFace } from './conversation-face.tsx';
import { GroupMember } from './group-member.tsx';
import styles from './group-pane.module.css';
import { KeepRule } from './keep-rule.tsx';

/** The details of a topic: what it is about, who is in it, and what one can do with it. */
export function TopicPane({ group }: { group: GroupView }) {
  const { t } = useTranslation();
  const { frame } = useRoomStores();
  const deeds = useTopicDeeds(group.in);
  const members = useTopicMembers(group);
  const mayRemove = useRoom((state) => mayChangeTopic(state, group.in));
  const { people = 0, about = '', archived } = group.topic ?? {};
  return (
    <Panel label={t('topics.details')} close={{ label: t('ui.close'), run: frame.closePane }}>
      <div className={card.card}>
        <div className={card.identity}>
          <GroupFace id={group.in} size={56} />
          <h3 className={card.name}>#{group.name}</h3>
          <p className={card.presence}>
            {group.standing === 'left'
              ? t('groups.leftShort')
              : t('topics.people', { count: people })}
          </p>
          {archived ? <Tag>{t('topics.archived')}</Tag> : null}
          {about === '' ? null : <p>{about}</p>}
        </div>
        {deeds.length > 0 ? (
          <div className={card.actions}>
            {deeds.map(({ is, words, Icon, run, isDanger }) => (
              <Button
                key={is}
                look={isDanger ? 'danger-quiet' : 'secondary'}
                icon={<Icon size={16} />}
                onClick={run}
              >
                {words}
              </Button>
            ))}
          </div>
        ) : null}
        <KeepRule conversation={group.in} />
        <AttentionLine conversation={group.in} />
        <PrivacyLine kind="topic" />
        <ul className={styles.members} aria-label={t('topics.members')}>
          {members.map((account) => (
            <GroupMember key={account} group={group} account={account} mayRemove={mayRemove} />
          ))}
        </ul>
      </div>
    </Panel>
  );
}

/** Asked for again whenever somebody has come or gone. */
function useTopicMembers({ in: id, topic }: GroupView): readonly AccountId[] {
  const { bridge, room } = useRoomStores();
  const [members, setMembers] = useState<readonly AccountId[]>([]);
  const isLive = useRoom((state) => state.room?.connection.is === 'live');
  const people = topic?.people;
  useEffect(() => {
    let isHere = true;
    void bridge.request('topic/members', { room: room.id, in: id }).then((answer) => {
      if (isHere && answer.ok) setMembers(answer.value);
    });
    return () => {
      isHere = false;
    };
  }, [bridge, room, id, people, isLive]);
  return members;
}

/** Its owner and moderators, as long as they are in it. */
function mayChangeTopic({ room, groups }: RoomState, id: ConversationId): boolean {
  const group = groups.get(id);
  if (!room || group?.standing !== 'member') return false;
  return group.owner === room.account || may(room.role, 'change-topics');
}

/** What this person can do with a topic that they are in. */
function useTopicDeeds(id: ConversationId) {
  const { t } = useTranslation();
  const { dialogs, request, room } = useRoomStores();
  const group = useRoom((state) => state.groups.get(id));
  const mayChange = useRoom((state) => mayChangeTopic(state, id));
  if (group?.standing !== 'member') return [];
  const open = (is: 'change-topic' | 'archive-topic' | 'leave-group') => () =>
    dialogs.open({ is, in: id });
  const reopen = () => void request('topic/archive', { room: room.id, in: id, archived: false });
  const archiving = group.topic?.archived
    ? { is: 'reopen', words: t('topics.reopen'), Icon: ArchiveRestore, run: reopen }
    : { is: 'archive', words: t('topics.archiveAsk'), Icon: Archive, run: open('archive-topic') };
  const owners = [
    { is: 'change', words: t('topics.changeAsk'), Icon: Pencil, run: open('change-topic') },
    archiving,
  ];
  const leave = {
    is: 'leave',
    words: t('topics.leaveAsk'),
    Icon: LogOut,
    run: open('leave-group'),
  };
  return [
    ...(mayChange ? owners : []).map((deed) => ({ ...deed, isDanger: false })),
    { ...leave, isDanger: true },
  ];
}

/** The same in the topic's menu in the list. */
export function TopicMenuItems({ topic }: { topic: ConversationId }) {
  const deeds = useTopicDeeds(topic);
  return (
    <>
      {deeds.length > 0 ? <MenuSeparator /> : null}
      {deeds.map(({ is, words, Icon, run, isDanger }) => (
        <MenuItem key={is} danger={isDanger} icon={<Icon />} onSelect={run}>
          {words}
        </MenuItem>
      ))}
    </>
  );
}
