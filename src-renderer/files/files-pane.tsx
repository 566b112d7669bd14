import { useEffect, useMemo, useRef, useState, type UIEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { CircleAlert, Download, Images, SlidersHorizontal, Square } from 'lucide-react';
import { useStore } from 'zustand';
import type { MessageEntry } from '../../src-shared/protocol/entries.ts';
import { accountId, conversationKind, type ConversationId } from '../../src-shared/protocol/ids.ts';
import { fileKinds } from '../../src-shared/text/file-kinds.ts';
import { filePathFor } from '../../src-shared/text/file-names.ts';
import { useFormat } from '../i18n/format.ts';
import { maybePicture } from '../room/picture-store.ts';
import { conversationName, isBlocked } from '../room/room-selectors.ts';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { Button } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { DateField } from '../ui/date-field.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Panel } from '../ui/panel.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import { Select } from '../ui/select.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { FilterField } from '../ui/text-field.tsx';
import {
  createFileListStore,
  noFileFilters,
  shownFiles,
  type FileListStore,
} from './file-list-store.ts';
import { FileRow } from './file-row.tsx';
import { filesIn, fromRoom, keyOfPlaced, seqOf, type PlacedFile } from './files-place.ts';
import { PictureTile } from './picture-tile.tsx';
import { PictureViewer } from './picture-viewer.tsx';
import { useGoToFile, useOriginWords } from './use-origin.ts';
import { useIsNear } from './use-is-near.ts';
import { useKnown, useLooks } from './use-looks.ts';
import filterStyles from '../ui/pane-filters.module.css';
import styles from './files-pane.module.css';

/** So many pixels before the end more are asked for. */
const nearEnd = 400;
const mostTyped = 200;
/** Stands for nobody in particular: a list cannot hold an empty value. */
const anybody = 'anybody';

/** What was sent in a conversation: pictures as a grid, the rest as a list, by month. */
export function FilesPane({ conversation }: { conversation: ConversationId }) {
  const { t } = useTranslation();
  const { frame } = useRoomStores();
  const list = useFileList(conversation);
  const name = useRoom((state) => conversationName(state, conversation, t));
  return (
    <Panel
      label={t('files.paneOf', { name })}
      scroll={false}
      actions={list ? <SaveAllButton list={list} /> : null}
      close={{ label: t('ui.close'), run: frame.closePane }}
    >
      {list ? <Filters list={list} /> : null}
      <SavingLine />
      {list ? <Files list={list} /> : null}
    </Panel>
  );
}

function useFileList(conversation: ConversationId): FileListStore | undefined {
  const { bridge, clock, room } = useRoomStores();
  const [list, setList] = useState<FileListStore>();
  useEffect(() => {
    const made = createFileListStore(bridge, { room: room.id, in: conversation, clock });
    setList(made);
    void made.start();
    return made.dispose;
  }, [bridge, clock, room, conversation]);
  return list?.in === conversation ? list : undefined;
}

function Filters({ list }: { list: FileListStore }) {
  const { t } = useTranslation();
  const filters = useStore(list, (state) => state.filters);
  const isNarrowed = Boolean(filters.from ?? (filters.after || filters.before));
  const [isOpen, setIsOpen] = useState(isNarrowed);
  return (
    <div className={filterStyles.head}>
      <div className={filterStyles.fieldRow}>
        <FilterField
          label={t('files.find')}
          placeholder={t('files.find')}
          value={filters.text}
          onValue={(text) => list.setFilters({ text })}
          maxLength={mostTyped}
          autoComplete="off"
          spellCheck={false}
          clearLabel={t('search.clear')}
        />
        <IconButton
          label={t('search.filters')}
          icon={<SlidersHorizontal />}
          aria-expanded={isOpen}
          onClick={() => setIsOpen(!isOpen)}
        />
      </div>
      <div className={filterStyles.kinds} role="group" aria-label={t('files.kinds')}>
        {(['any', ...fileKinds] as const).map((kind) => (
          <button
            key={kind}
            type="button"
            className={filterStyles.kind}
            aria-pressed={filters.kind === kind}
            onClick={() => list.setFilters({ kind })}
          >
            {t(`files.kind_${kind}`)}
          </button>
        ))}
      </div>
      {isOpen ? <MoreFilters list={list} /> : null}
    </div>
  );
}

function MoreFilters({ list }: { list: FileListStore }) {
  const { t } = useTranslation();
  const { from, after, before } = useStore(list, (state) => state.filters);
  const members = useRoom((state) => state.members);
  const people = useMemo(() => {
    const byName = [...members.values()].toSorted((one, other) =>
      one.name.localeCompare(other.name),
    );
    return byName.map(({ account, name }) => ({ value: account, label: name }));
  }, [members]);
  return (
    <div className={classNames(filterStyles.filters, styles.wideFirst)}>
      <Select<string>
        label={t('search.from')}
        value={from ?? anybody}
        options={[{ value: anybody, label: t('search.anyone') }, ...people]}
        onValue={(value) => list.setFilters({ from: accountId.safeParse(value).data })}
      />
      <DateField
        label={t('search.after')}
        value={after}
        onValue={(day) => list.setFilters({ after: day })}
      />
      <DateField
        label={t('search.before')}
        value={before}
        onValue={(day) => list.setFilters({ before: day })}
      />
    </div>
  );
}

function Files({ list }: { list: FileListStore }) {
  const { t } = useTranslation();
  const format = useFormat();
  const state = useStore(list);
  const isDirect = conversationKind(list.in) === 'direct';
  const contacts = useRoom((room) => room.contacts);
  const [open, setOpen] = useState<PlacedFile>();
  const all = useMemo(() => shownFiles(state), [state]);
  const files = isDirect ? all : all.filter(({ place }) => !isBlocked({ contacts }, place.from));
  useEffect(() => {
    // A page may hold nothing of the wanted kind that is shown.
    if (files.length === 0 && state.result.is === 'loaded') void list.loadMore();
  }, [list, files.length, state.result.is, state.next]);
  if (state.result.is === 'failed')
    return (
      <EmptyState
        icon={<CircleAlert />}
        title={t('files.notListed')}
        text={refusalText(t, state.result.refusal)}
        action={<Button onClick={() => void list.start()}>{t('files.tryAgain')}</Button>}
      />
    );
  if (state.result.is === 'loading')
    return (
      <p className={styles.note}>
        <Spinner />
      </p>
    );
  if (files.length === 0) return <Nothing list={list} />;
  const onScroll = ({ currentTarget: area }: UIEvent<HTMLElement>) => {
    const left = area.scrollHeight - area.scrollTop - area.clientHeight;
    if (left < nearEnd) void list.loadMore();
  };
  const months = Map.groupBy(files, ({ place }) => format.month(place.at));
  return (
    <div className={styles.files} onScroll={onScroll}>
      {[...months].map(([month, ofMonth]) => (
        <Month key={month} month={month} files={ofMonth} onOpen={setOpen} />
      ))}
      {open ? (
        <PictureViewer
          first={open}
          beside={besideOf(open, state.messages)}
          onClose={() => setOpen(undefined)}
        />
      ) : null}
    </div>
  );
}

/** The pictures of the same message. */
function besideOf(picture: PlacedFile, messages: readonly MessageEntry[]): PlacedFile[] {
  const message = messages.find(({ seq }) => seq === seqOf(picture.place));
  return message ? filesIn(message).filter(({ file }) => maybePicture(file)) : [picture];
}

function Nothing({ list }: { list: FileListStore }) {
  const { t } = useTranslation();
  const isFiltered = useStore(list, ({ filters }) =>
    Object.entries(noFileFilters).some(
      ([key, none]) => filters[key as keyof typeof filters] !== none,
    ),
  );
  return (
    <EmptyState
      icon={<Images />}
      title={isFiltered ? t('files.noneFound') : t('files.none')}
      text={isFiltered ? t('files.noneFoundText') : t('files.noneText')}
    />
  );
}

type MonthProps = {
  month: string;
  files: readonly PlacedFile[];
  onOpen: (file: PlacedFile) => void;
};

function Month({ month, files, onOpen }: MonthProps) {
  const around = useRef<HTMLElement>(null);
  const isNear = useIsNear(around);
  const sent = useMemo(() => files.map(({ file }) => file), [files]);
  const looks = useLooks(sent);
  useKnown(sent, isNear);
  const pictures = files.filter((_, at) => looks[at] === 'picture');
  const rows = files.filter((_, at) => looks[at] !== 'picture');
  return (
    <section ref={around} className={styles.month} aria-label={month}>
      <h3 className={styles.monthName}>{month}</h3>
      {pictures.length > 0 ? (
        <ul className={styles.grid}>
          {pictures.map((each, at) => (
            <li key={keyOfPlaced(each, at)}>
              <NearTile {...each} onOpen={() => onOpen(each)} />
            </li>
          ))}
        </ul>
      ) : null}
      {rows.length > 0 ? (
        <ul className={styles.rows}>
          {rows.map((each, at) => (
            <FileRow
              key={keyOfPlaced(each, at)}
              {...each}
              isNoPicture={looks[files.indexOf(each)] === 'none'}
              isWithin={false}
              origin={<OriginLine {...each} />}
            />
          ))}
        </ul>
      ) : null}
    </section>
  );
}

function NearTile(props: PlacedFile & { onOpen: () => void }) {
  const around = useRef<HTMLDivElement>(null);
  const isNear = useIsNear(around);
  return (
    <div ref={around} className={styles.cell}>
      <PictureTile {...props} isNear={isNear} isWithin={false} />
    </div>
  );
}

function OriginLine({ place }: PlacedFile) {
  const { t } = useTranslation();
  const goThere = useGoToFile();
  const words = useOriginWords(place);
  return (
    <button
      type="button"
      className={styles.origin}
      title={t('files.goThere')}
      onClick={() => goThere(place)}
    >
      <bdi>{words}</bdi>
    </button>
  );
}

function SaveAllButton({ list }: { list: FileListStore }) {
  const { t } = useTranslation();
  const { files, frame } = useRoomStores();
  const isSaving = useStore(files, ({ savingAll }) => savingAll !== undefined);
  const hasAny = useStore(list, ({ messages }) => messages.length > 0);
  const [isAsking, setIsAsking] = useState(false);
  const saveAll = async () => {
    setIsAsking(true);
    const all = await list.loadAll();
    setIsAsking(false);
    const asked = all.flatMap(({ file, place }) => {
      const from = fromRoom(place, file);
      return from ? [{ ...from, name: filePathFor(file.name) }] : [];
    });
    const saved = await files.saveAll(asked);
    if (!saved) return;
    const count = saved.done - saved.failed;
    const last = asked
      .map(({ hash }) => files.getState().wishes.get(hash))
      .findLast((wish) => wish?.is === 'saved');
    const words = [
      t('files.savedAll', { count }),
      ...(saved.failed > 0 ? [t('files.savedNot', { count: saved.failed })] : []),
    ].join(' ');
    const reveal = async () => {
      if (last?.is !== 'saved') return;
      const answer = await files.reveal(last.file);
      if (!answer.ok) frame.refuse(answer.refusal);
    };
    const action = { label: t('files.reveal'), run: () => void reveal() };
    frame.tell(words, last ? action : undefined);
  };
  const isBusy = isAsking || isSaving;
  return (
    <IconButton
      label={t('files.saveAll')}
      icon={<Download />}
      aria-disabled={isBusy || !hasAny || undefined}
      onClick={() => {
        if (!isBusy && hasAny) void saveAll();
      }}
    />
  );
}

/** How far it is with those that are saved together. */
function SavingLine() {
  const { t } = useTranslation();
  const { files } = useRoomStores();
  const saving = useStore(files, ({ savingAll }) => savingAll);
  return (
    <div role="status" className={styles.saving}>
      {saving ? (
        <>
          <span>{t('files.savingAll', { place: saving.done + 1, count: saving.of })}</span>
          <Button size="small" icon={<Square size={14} />} onClick={() => files.endSaveAll()}>
            {t('files.stop')}
          </Button>
        </>
      ) : null}
    </div>
  );
}
