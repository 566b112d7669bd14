import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import { splitAtIsolates } from '../../src-shared/text/isolate.ts';
import { useNames, useRoomStores } from '../room/room-context.tsx';
import { nameOf } from '../room/room-selectors.ts';
import styles from './sentence.module.css';

type SentenceProps = {
  /** What is isolated in it are names. */
  text: string;
  /** Whose names these may be. */
  accounts: readonly AccountId[];
};

/** A sentence in which a click on a name shows the person's card; by keyboard the arrows lead there. */
export function Sentence({ text, accounts }: SentenceProps) {
  // Pieces of a sentence never change their order.
  return splitAtIsolates(text).map((piece, place) =>
    place % 2 === 1 ? (
      <NameIn key={place} name={piece} accounts={accounts} />
    ) : (
      <Fragment key={place}>{piece}</Fragment>
    ),
  );
}

function NameIn({ name, accounts }: { name: string; accounts: readonly AccountId[] }) {
  const { t } = useTranslation();
  const { frame } = useRoomStores();
  const account = useNames((state) =>
    accounts.find((one) => state.members.has(one) && nameOf(state, one) === name),
  );
  if (account === undefined) return <bdi>{name}</bdi>;
  return (
    <button
      type="button"
      className={styles.name}
      tabIndex={-1}
      data-within=""
      title={t('contacts.details')}
      onClick={() => frame.showPerson(account)}
    >
      <bdi>{name}</bdi>
    </button>
  );
}
