import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Hash } from 'lucide-react';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import type { Topic } from '../../src-shared/protocol/topics.ts';
import { foldText } from '../../src-shared/text/fold.ts';
import { plainLine } from '../../src-shared/text/format/format-text.ts';
import { useFormat } from '../i18n/format.ts';
import { refuseTopics } from '../room/permissions.ts';
import { useCloseDialog } from '../room/own-dialog.tsx';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { writerOf } from '../room/room-selectors.ts';
import { useJoinTopic } from '../room/use-show.ts';
import { useNow } from '../window/app-context.tsx';
import { Tag } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { Dialog, DialogBody } from '../ui/dialog.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { moveBetweenEntries } from '../ui/move-between-entries.ts';
import { refusalText } from '../ui/refusal-text.ts';
import { FilterField } from '../ui/text-field.tsx';
import { useAnswer } from '../ui/use-answer.ts';
import { GroupFace } from './conversation-face.tsx';
import styles from './topic-list-dialog.module.css';

/** Enough for the widest dialog. */
const shownCharacters = 120;

/** All topics of the room, joined or not: one finds one by its name, and joins it. */
export function TopicListDialog({ typed: asked = '' }: { typed?: string | undefined }) {
  const { t } = useTranslation();
  const { dialogs } = useRoomStores();
  const close = useCloseDialog();
  const found = useTopics();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(asked);
  const topics = useMemo(() => (found?.ok ? matching(found.value, typed) : []), [found, typed]);
  const { run, refusal } = useAnswer();
  const join = useJoinTopic(close);
  const refused = found?.ok === false ? found.refusal : refusal;
  const forbidden = useRoom(refuseTopics);
  return (
    <Dialog
      title={t('topics.find')}
      description={t('topics.findText')}
      width={560}
      initialFocus={field}
      onClose={close}
      actions={
        <>
          <Button onClick={close}>{t('ui.close')}</Button>
          <Button
            look="primary"
            aria-disabled={forbidden !== undefined}
            title={forbidden && refusalText(t, forbidden)}
            onClick={() => {
              if (forbidden) return;
              close();
              dialogs.open({ is: 'new-topic', name: typed.trim() });
            }}
          >
            {t('topics.newAsk')}
          </Button>
        </>
      }
    >
      <DialogBody>
        <div className={styles.body} onKeyDown={moveBetweenEntries}>
          <FilterField
            ref={field}
            label={t('topics.filter')}
            value={typed}
            onValue={setTyped}
            emptiesOnEsc
          />
          {refused ? <Callout kind="error">{refusalText(t, refused)}</Callout> : null}
          <ul className={styles.topics} aria-label={t('topics.list')}>
            {topics.map((topic) => (
              <TopicEntry key={topic.in} topic={topic} onGo={() => void run(() => join(topic))} />
            ))}
          </ul>
          <Nothing found={found} isEmpty={topics.length === 0} />
        </div>
      </DialogBody>
    </Dialog>
  );
}

type NothingProps = { found: Outcome<Topic[]> | undefined; isEmpty: boolean };

function Nothing({ found, isEmpty }: NothingProps) {
  const { t } = useTranslation();
  if (!found) return <p role="status">{t('topics.loading')}</p>;
  if (!found.ok || !isEmpty) return null;
  if (found.value.length > 0) return <p role="status">{t('topics.noneFound')}</p>;
  return <EmptyState icon={<Hash />} title={t('topics.none')} text={t('topics.noneText')} />;
}

/** As the room has them now; undefined until it has answered. */
function useTopics(): Outcome<Topic[]> | undefined {
  const { bridge, room } = useRoomStores();
  const [found, setFound] = useState<Outcome<Topic[]>>();
  useEffect(() => {
    let isHere = true;
    void bridge.request('topic/list', { room: room.id }).then((answer) => {
      if (isHere) setFound(answer);
    });
    return () => {
      isHere = false;
    };
  }, [bridge, room]);
  return found;
}

type TopicEntryProps = { topic: Topic; onGo: () => void };

function TopicEntry({ topic, onGo }: TopicEntryProps) {
  const { t } = useTranslation();
  const name = `#${topic.name}`;
  const label = topic.joined ? 'topics.openNamed' : 'topics.joinNamed';
  return (
    <li className={styles.topic}>
      <GroupFace id={topic.in} size={36} />
      <div className={styles.words}>
        <p className={styles.top}>
          <bdi className={styles.name}>{name}</bdi>
          {topic.archived ? <Tag>{t('topics.archived')}</Tag> : null}
          <span className={styles.people}>{t('topics.people', { count: topic.people })}</span>
        </p>
        {topic.about === '' ? null : <p className={styles.about}>{topic.about}</p>}
        <LastWords topic={topic} />
      </div>
      <Button
        size="small"
        look={topic.joined ? 'secondary' : 'primary'}
        aria-label={t(label, { topic: name })}
        data-entry=""
        onClick={onGo}
      >
        {topic.joined ? t('topics.open') : t('topics.join')}
      </Button>
    </li>
  );
}

function LastWords({ topic: { last } }: { topic: Topic }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const name = useRoom((state) => (last ? writerOf(state, last, t) : ''));
  if (!last) return null;
  const text = plainLine(last.text, shownCharacters);
  return (
    <p className={styles.last}>
      <span className={styles.text}>
        {text === '' ? t('topics.lastDeleted', { name }) : t('topics.lastWords', { name, text })}
      </span>
      <time className={styles.time} dateTime={new Date(last.at).toISOString()}>
        {format.brief(last.at, now)}
      </time>
    </p>
  );
}

/** Those that are not archived first, then by the last words; the name or what it is about holds what is typed. */
function matching(topics: readonly Topic[], typed: string): Topic[] {
  const wanted = foldText(typed.trim().replace(/^#/, ''));
  return topics
    .filter(({ name, about }) => foldText(`${name} ${about}`).includes(wanted))
    .toSorted(
      (one, other) =>
        Number(one.archived ?? false) - Number(other.archived ?? false) ||
        (other.last?.at ?? 0) - (one.last?.at ?? 0) ||
        one.name.localeCompare(other.name),
    );
}
