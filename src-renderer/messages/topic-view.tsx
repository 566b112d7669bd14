import { useEffect, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useNames, useRoomStores } from '../room/room-context.tsx';
import { useShowConversation } from '../room/use-show.ts';
import { classNames } from '../ui/class-names.ts';
import { mayNameTopic, type TopicPlace, type TopicsByKey } from './topic-places.ts';
import styles from './message-text.module.css';

/** The topics that a text may name; none, and nothing is asked for, if it names none. */
export function useTopicsNamed(text: string): TopicsByKey | undefined {
  const { topics } = useRoomStores();
  const mayName = mayNameTopic(text);
  useEffect(() => {
    if (mayName) void topics.look();
  }, [mayName, topics]);
  return useStore(topics, ({ byKey }) => (mayName ? byKey : undefined));
}

/** A topic that is named: leads to it, or to where one joins it. */
export function TopicView({ topic, name, typed }: TopicPlace & { typed: string }) {
  const { t } = useTranslation();
  const { dialogs } = useRoomStores();
  const isIn = useNames((state) => state.groups.get(topic)?.standing === 'member');
  const show = useShowConversation();
  const go = () => {
    if (isIn) show(topic);
    else dialogs.open({ is: 'topics', typed: `#${name}` });
  };
  return (
    <span
      role="link"
      tabIndex={-1}
      data-within=""
      title={t(isIn ? 'topics.openNamed' : 'topics.joinNamed', { topic: `#${name}` })}
      className={classNames(styles.mention, styles.person)}
      onClick={go}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        go();
      }}
    >
      {typed}
    </span>
  );
}
