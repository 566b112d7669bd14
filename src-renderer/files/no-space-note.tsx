import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { directPair, type AccountId } from '../../src-shared/protocol/ids.ts';
import { filePathFor } from '../../src-shared/text/file-names.ts';
import { useFormat } from '../i18n/format.ts';
import { keyOfSent } from '../room/file-store.ts';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { nameOf } from '../room/room-selectors.ts';
import { fromRoom, type PlacedFile } from './files-place.ts';
import styles from './files.module.css';

/** Of people and of files; more are counted. */
const mostNames = 3;

/** Files of one message, and who has no space for all of them. */
type WithoutSpace = { files: PlacedFile[]; accounts: readonly AccountId[] };

type NoSpaceNotesProps = {
  files: readonly PlacedFile[];
  /** It is said of which of them. */
  isNamed?: true;
};

/** Who has no space for what this person has sent. Files for which the same people have none are said together. */
export function NoSpaceNotes({ files, isNamed }: NoSpaceNotesProps) {
  const { files: store } = useRoomStores();
  const self = useRoom(({ room }) => room?.account);
  const withoutSpace = useStore(store, (state) => state.withoutSpace);
  const found = new Map<string, WithoutSpace>();
  for (const each of files) {
    const from = fromRoom(each.place, each.file);
    if (!from || !('seq' in from) || each.place.from !== self) continue;
    const accounts = withoutSpace.get(keyOfSent(from)) ?? [];
    if (accounts.length === 0) continue;
    const key = accounts.toSorted().join(' ');
    found.set(key, { accounts, files: [...(found.get(key)?.files ?? []), each] });
  }
  return [...found].map(([key, each]) => <Note key={key} {...each} isNamed={isNamed === true} />);
}

function Note({ files, accounts, isNamed }: WithoutSpace & { isNamed: boolean }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const people = useRoom((state) =>
    accounts
      .map((id) => nameOf(state, id) ?? t('conversations.someone'))
      .toSorted((one, other) => one.localeCompare(other, i18n.language)),
  );
  const shortened = (names: readonly string[], more: (count: number) => string) => {
    const rest = names.length - mostNames;
    return format.list(rest > 0 ? [...names.slice(0, mostNames), more(rest)] : names);
  };
  const isDirect = files.some(({ place }) => 'in' in place && directPair(place.in) !== undefined);
  const [name = ''] = people;
  const words =
    isDirect || people.length === 1
      ? t('files.noSpaceOf', { count: files.length, name })
      : t('files.noSpaceAt', {
          count: people.length,
          names: shortened(people, (count) => t('files.andMore', { count })),
        });
  const named = files.map(({ file }) => filePathFor(file.name));
  const of = shortened(named, (count) => t('files.andMoreFiles', { count }));
  return (
    <span role="status" className={styles.noSpace} data-no-space="">
      {isNamed ? t('files.ofFile', { name: of, words }) : words}
    </span>
  );
}
