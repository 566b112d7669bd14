import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CircleCheck } from 'lucide-react';
import type { ReadsView } from '../../src-shared/bridge/conversations.ts';
import type { ConversationId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { useRoom } from '../room/room-context.tsx';
import { Dialog, DialogBody } from '../ui/dialog.tsx';
import { PersonList } from './person-list.tsx';
import styles from './read-by.module.css';

const none: ReadsView['reads'] = [];

/** How many of a small group have read one's newest message; who, on a click. */
export function ReadBy({ conversation, seq }: { conversation: ConversationId; seq: number }) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const group = useRoom((state) => state.groups.get(conversation));
  const self = useRoom((state) => state.room?.account);
  const reads = useRoom((state) => state.reads.get(conversation) ?? none);
  const others = group?.members.filter((account) => account !== self) ?? [];
  const readers = others.filter((account) =>
    reads.some((read) => read.account === account && read.seq >= seq),
  );
  const isLarge = others.length >= limits.smallGroupMembers;
  if (group?.standing !== 'member' || isLarge || readers.length === 0) return null;
  const count = { readers: readers.length, total: others.length };
  return (
    <div role="listitem" className={styles.around}>
      <button type="button" className={styles.button} onClick={() => setIsOpen(true)}>
        <CircleCheck aria-hidden="true" />
        {t('timeline.readBy', count)}
      </button>
      {isOpen ? (
        <Dialog title={t('timeline.readBy', count)} width={360} onClose={() => setIsOpen(false)}>
          <DialogBody>
            <PersonList accounts={readers} onChosen={() => setIsOpen(false)} />
            <p className={styles.hint}>{t('timeline.readByHint')}</p>
          </DialogBody>
        </Dialog>
      ) : null}
    </div>
  );
}
