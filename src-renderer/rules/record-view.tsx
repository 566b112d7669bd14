import { useTranslation } from 'react-i18next';
import { ScrollText } from 'lucide-react';
import { useStore } from 'zustand';
import type { Recorded } from '../../src-shared/protocol/moderation.ts';
import { recordSentences } from '../../src-shared/sentences/record-sentence.ts';
import { useFormat } from '../i18n/format.ts';
import { isolatedWords } from '../room/isolated-words.ts';
import { useRoom } from '../room/room-context.tsx';
import { nameOf } from '../room/room-selectors.ts';
import { languageOf } from '../ui/refusal-text.ts';
import { useNow } from '../window/app-context.tsx';
import type { PageStore } from './page-store.ts';
import { PagedList } from './paged-list.tsx';
import styles from './rules.module.css';

/** Who did what to whom, when and why. */
export function RecordView({ record }: { record: PageStore<Recorded> }) {
  const { t } = useTranslation();
  const entries = useStore(record, ({ items }) => items);
  return (
    <div className={styles.view}>
      <p className={styles.hint}>{t('moderation.recordText')}</p>
      <PagedList
        store={record}
        label={t('moderation.recordList')}
        empty={{
          icon: <ScrollText />,
          title: t('moderation.recordEmpty'),
          text: t('moderation.recordEmptyText'),
        }}
      >
        {entries?.map((entry) => (
          <Row key={entry.id} entry={entry} />
        ))}
      </PagedList>
    </div>
  );
}

function Row({ entry }: { entry: Recorded }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const sentences = useRoom((state) =>
    recordSentences(isolatedWords(entry, format), {
      language: languageOf(t),
      nameOf: (account) => format.name(nameOf(state, account) ?? t('conversations.someone')),
      groupName: (group) => {
        const name = state.groups.get(group)?.name;
        return name === undefined ? undefined : format.name(name);
      },
      timeText: (at) => format.moment(at, now),
    }),
  );
  return (
    <li tabIndex={-1}>
      {sentences.map((sentence) => (
        <p key={sentence} className={styles.sentence}>
          {sentence}
        </p>
      ))}
      <time
        className={styles.time}
        dateTime={new Date(entry.at).toISOString()}
        title={format.dateTime(entry.at)}
      >
        {format.moment(entry.at, now)}
      </time>
    </li>
  );
}
