import { useTranslation } from 'react-i18next';
import { ShieldCheck } from 'lucide-react';
import { Popover } from '@base-ui/react/popover';
import { countGuests, roomFactsIn, privacyLabel } from '../../src-shared/member/privacy-label.ts';
import type { PrivacyFacts, PrivacyLabel } from '../../src-shared/member/privacy-label.ts';
import { privacyValues } from '../../src-shared/sentences/privacy-values.ts';
import { languageOf } from '../ui/refusal-text.ts';
import { IconButton } from '../ui/icon-button.tsx';
import popup from '../ui/popup.module.css';
import { useRoom } from './room-context.tsx';
import styles from './privacy-line.module.css';

type Props = Pick<PrivacyFacts, 'kind'> & Partial<Pick<PrivacyFacts, 'isCompared' | 'isWithGuest'>>;

/** Who can read a conversation: one line, and all of it when it is opened. */
export function PrivacyLine(props: Props) {
  const { t } = useTranslation();
  const label = useLabel(props);
  if (!label) return null;
  return (
    <details className={styles.privacy}>
      <summary
        className={styles.line}
        aria-label={`${t('privacy.label')}: ${t(`privacy.${label.line}`)}`}
      >
        <ShieldCheck size={16} aria-hidden="true" />
        {t(`privacy.${label.line}`)}
      </summary>
      <Statements label={label} />
    </details>
  );
}

/** The same behind one sign, where there is no space for a line: its words when one points at it. */
export function PrivacySign(props: Props) {
  const { t } = useTranslation();
  const label = useLabel(props);
  if (!label) return null;
  const line = t(`privacy.${label.line}`);
  return (
    <Popover.Root>
      <Popover.Trigger
        render={
          <IconButton
            size="small"
            label={`${t('privacy.label')}: ${line}`}
            icon={<ShieldCheck />}
          />
        }
      />
      <Popover.Portal>
        <Popover.Positioner className={popup.positioner} align="start" sideOffset={6}>
          <Popover.Popup className={popup.popup}>
            <Popover.Title className={styles.title}>{line}</Popover.Title>
            <Statements label={label} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** All that the line does not say. */
function Statements({ label: { line, statements, values } }: { label: PrivacyLabel }) {
  const { t } = useTranslation();
  const words = privacyValues(values, languageOf(t));
  return (
    <ul className={styles.statements}>
      {statements
        .filter((each) => each !== line)
        .map((each) => (
          <li key={each}>{t(`privacy.${each}`, words)}</li>
        ))}
    </ul>
  );
}

function useLabel({
  kind,
  isCompared = false,
  isWithGuest = false,
}: Props): PrivacyLabel | undefined {
  const room = useRoom((state) => state.room);
  const guests = useRoom(({ members }) => countGuests(members.values()));
  if (!room) return undefined;
  const { connection } = room;
  const isLive = connection.is === 'live';
  const { newcomersRead } = room.settings;
  const facts = {
    kind,
    newcomersRead,
    isCompared,
    isLive,
    guests,
    isWithGuest,
    ...roomFactsIn(room),
  };
  return privacyLabel(facts);
}
