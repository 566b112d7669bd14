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

/** More are counted. */
const mostNames = 3;
const nobody: readonly AccountId[] = [];

/** Who has no space for a file that this person has sent; `isNamed`: of which of several it is said. */
export function NoSpaceNote({ file, place, isNamed }: PlacedFile & { isNamed?: true }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { files } = useRoomStores();
  const isOwn = useRoom(({ room }) => room !== undefined && place.from === room.account);
  const from = fromRoom(place, file);
  const sent = isOwn && from && 'seq' in from ? from : undefined;
  const accounts = useStore(files, ({ withoutSpace }) =>
    sent ? (withoutSpace.get(keyOfSent(sent)) ?? nobody) : nobody,
  );
  const names = useRoom((state) =>
    accounts.slice(0, mostNames).map((id) => nameOf(state, id) ?? t('conversations.someone')),
  );
  if (!sent || accounts.length === 0) return null;
  const more = accounts.length - names.length;
  const all = more > 0 ? [...names, t('files.andMore', { count: more })] : names;
  const isDirect = directPair(sent.in) !== undefined;
  const [name = ''] = names;
  const words =
    isDirect || accounts.length === 1
      ? t('files.noSpaceOf', { name })
      : t('files.noSpaceAt', { count: accounts.length, names: format.list(all) });
  return (
    <span role="status" className={styles.noSpace} data-no-space="">
      {isNamed ? t('files.ofFile', { name: filePathFor(file.name), words }) : words}
    </span>
  );
}
