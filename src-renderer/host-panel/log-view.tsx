import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ArrowDown, FolderOpen, ScrollText, SearchX } from 'lucide-react';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import { logWords } from '../../src-shared/sentences/log-sentence.ts';
import { useFormat } from '../i18n/format.ts';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import { useScrollPlace } from '../messages/scroll-place.ts';
import { ScrollArea } from '../ui/scroll-area.tsx';
import { Select } from '../ui/select.tsx';
import { FilterField } from '../ui/text-field.tsx';
import type { ShownLine } from './host-store.ts';
import styles from './log-view.module.css';
import type { HostLogEvent, HostLogLine } from '../../src-shared/host/host-log.ts';
import { foldText } from '../../src-shared/text/fold.ts';

export type LogViewProps = {
  lines: readonly ShownLine[];
  /** Shows the folder of the log's files; resolves with what kept it from that. */
  onOpenFolder: () => Promise<Refusal | undefined>;
};

/** The host's log, newest at the end; whoever has scrolled up stays there. */
export function LogView({ lines, onOpenFolder }: LogViewProps) {
  const { t } = useTranslation();
  const { language } = useFormat();
  const [filter, setFilter] = useState<LogFilter>({ person: '', kind: 'all', text: '' });
  const shown = useMemo(
    () => filterLog(lines, filter, (line) => logWords(line, language)),
    [lines, filter, language],
  );
  if (lines.length === 0) {
    return (
      <EmptyState icon={<ScrollText />} title={t('hostPanel.log')} text={t('hostPanel.logEmpty')} />
    );
  }
  return (
    <div className={styles.view}>
      <LogFilters lines={lines} filter={filter} onFilter={setFilter} />
      {shown.length === 0 ? (
        <div className={styles.area}>
          <EmptyState
            icon={<SearchX />}
            title={t('hostPanel.logNothing')}
            text={t('hostPanel.logNothingText')}
          />
        </div>
      ) : (
        <LogLines lines={shown} />
      )}
      <LogFiles onOpenFolder={onOpenFolder} />
    </div>
  );
}

function LogLines({ lines }: { lines: readonly ShownLine[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const area = useRef<HTMLElement>(null);
  const list = useRef<HTMLOListElement>(null);
  const place = useScrollPlace({ scroller: area, list });
  const [isAtEnd, setIsAtEnd] = useState(true);
  useLayoutEffect(() => place.current?.settle(), [place, lines]);

  return (
    <div className={styles.area}>
      <ScrollArea
        ref={area}
        label={t('hostPanel.log')}
        className={styles.scroller}
        onScroll={() => {
          place.current?.moved();
          setIsAtEnd(place.current?.isAtEnd ?? true);
        }}
      >
        <ol ref={list} className={styles.lines}>
          {lines.map((line) => (
            <li key={line.key} className={styles.line}>
              <time
                className={styles.time}
                dateTime={new Date(line.at).toISOString()}
                title={format.dateTime(line.at)}
              >
                {format.clockWithSeconds(line.at)}
              </time>
              <span>{logWords(line, format.language)}</span>
            </li>
          ))}
        </ol>
      </ScrollArea>
      {isAtEnd ? null : (
        <div className={styles.jump}>
          <Button
            size="small"
            icon={<ArrowDown size={14} />}
            onClick={() => {
              place.current?.toEnd();
              setIsAtEnd(true);
            }}
          >
            {t('hostPanel.logNewest')}
          </Button>
        </div>
      )}
    </div>
  );
}

type LogFiltersProps = {
  lines: readonly ShownLine[];
  filter: LogFilter;
  onFilter: (filter: LogFilter) => void;
};

function LogFilters({ lines, filter, onFilter }: LogFiltersProps) {
  const { t, i18n } = useTranslation();
  const people = useMemo(() => peopleOf(lines, i18n.language), [lines, i18n.language]);
  return (
    <div className={styles.filters} role="search">
      <FilterField
        label={t('hostPanel.logFind')}
        value={filter.text}
        onValue={(text) => onFilter({ ...filter, text })}
      />
      <div className={styles.choices}>
        <Select
          label={t('hostPanel.logPerson')}
          hiddenLabel
          value={filter.person}
          options={[
            { value: '', label: t('hostPanel.logEverybody') },
            ...people.map((name) => ({ value: name, label: name })),
          ]}
          onValue={(person) => onFilter({ ...filter, person })}
        />
        <Select
          label={t('hostPanel.logKind')}
          hiddenLabel
          value={filter.kind}
          options={(['all', ...logKinds] as const).map((kind) => ({
            value: kind,
            label: t(`hostPanel.logKind_${kind}`),
          }))}
          onValue={(kind) => onFilter({ ...filter, kind })}
        />
      </div>
    </div>
  );
}

function LogFiles({ onOpenFolder }: Pick<LogViewProps, 'onOpenFolder'>) {
  const { t } = useTranslation();
  const [refusal, setRefusal] = useState<Refusal>();
  return (
    <footer className={styles.files}>
      {refusal ? (
        <Callout kind="error">{refusalText(t, refusal)}</Callout>
      ) : (
        <p className={styles.filesText}>{t('hostPanel.logFiles')}</p>
      )}
      <Button
        size="small"
        icon={<FolderOpen size={14} />}
        onClick={() => void onOpenFolder().then(setRefusal)}
      >
        {t('hostPanel.logOpen')}
      </Button>
    </footer>
  );
}

const logKinds = [
  'room',
  'connections',
  'presence',
  'messages',
  'groups',
  'privates',
  'refusals',
] as const;
type LogKind = (typeof logKinds)[number];

const kinds: Record<Exclude<HostLogEvent, 'entry'>, LogKind> = {
  'socket-created': 'room',
  bound: 'room',
  ready: 'room',
  closed: 'room',
  'datagrams-ready': 'room',
  'datagrams-unavailable': 'room',
  'disk-full': 'room',
  'disk-free': 'room',
  'disk-failing': 'room',
  'disk-working': 'room',
  'index-rebuilt': 'room',
  'rows-damaged': 'room',
  'plain-switched-on': 'room',
  'plain-switched-off': 'room',
  'texts-switched-on': 'room',
  'texts-switched-off': 'room',
  'file-terms-changed': 'room',
  'only-invited': 'room',
  'open-to-all': 'room',
  'asks-first': 'room',
  'invite-made': 'room',
  'invite-revoked': 'room',
  connected: 'connections',
  disconnected: 'connections',
  registered: 'presence',
  'signed-in': 'presence',
  'guest-entered': 'presence',
  resumed: 'presence',
  knocked: 'presence',
  'let-in': 'presence',
  'turned-away': 'presence',
  'password-set': 'presence',
  'password-removed': 'presence',
  'reset-code-made': 'presence',
  left: 'presence',
  lost: 'presence',
  'went-silent': 'presence',
  'went-away': 'presence',
  'wants-quiet': 'presence',
  'came-back': 'presence',
  recorded: 'room',
  message: 'messages',
  'private-asked': 'privates',
  'private-started': 'privates',
  'private-ended': 'privates',
  refused: 'refusals',
};

function kindOf({ event, to }: HostLogLine): LogKind {
  if (event === 'entry') return to === 'group' ? 'groups' : 'messages';
  return kinds[event];
}

export type LogFilter = {
  /** A name as it stands in the log; everybody if empty. */
  person: string;
  kind: LogKind | 'all';
  /** Any part of what the line says, in any case. */
  text: string;
};

/** The lines that are wanted; `say` gives a line's words. */
export function filterLog<L extends HostLogLine>(
  lines: readonly L[],
  { person, kind, text }: LogFilter,
  say: (line: L) => string,
): readonly L[] {
  const wanted = foldText(text.trim());
  return lines.filter((line) => {
    if (person !== '' && line.name !== person && line.other !== person) return false;
    if (kind !== 'all' && kindOf(line) !== kind) return false;
    return wanted === '' || foldText(say(line)).includes(wanted);
  });
}

/** Everybody whom the log names, by the alphabet of the language. */
export function peopleOf(lines: readonly HostLogLine[], language: string): string[] {
  const names = new Set<string>();
  for (const { name, other } of lines) {
    if (name) names.add(name);
    if (other) names.add(other);
  }
  return [...names].toSorted((one, next) => one.localeCompare(next, language));
}
