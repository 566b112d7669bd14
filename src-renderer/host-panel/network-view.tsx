import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CircleAlert, CircleCheck, Info } from 'lucide-react';
import type { NetworkFinding } from '../../src-shared/host/network-finding.ts';
import type { RoomId } from '../../src-shared/protocol/ids.ts';
import { findingSentence } from '../../src-shared/sentences/finding-sentence.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import type { HostStatus } from '../../src-shared/bridge/host.ts';
import type { PortMapping } from '../../src-shared/host/port-mapping.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import { Callout } from '../ui/callout.tsx';
import { languageOf, refusalText } from '../ui/refusal-text.ts';
import { Switch } from '../ui/switch.tsx';
import type { HostStore } from './host-store.ts';
import { Spinner } from '../ui/spinner.tsx';
import { useAppStores } from '../window/app-context.tsx';
import panel from './host-panel.module.css';
import styles from './network-view.module.css';

const lookEveryMs = 5000;
const icons = { good: CircleCheck, hint: Info, bad: CircleAlert };

type NetworkViewProps = { store: HostStore; status: HostStatus };

/** How others get here, and what keeps them out. */
export function NetworkView({ store, status }: NetworkViewProps) {
  const { t } = useTranslation();
  const [refusal, setRefusal] = useState<Refusal>();
  const change = (isPortMapped: boolean) =>
    void store.changeNetwork({ isPortMapped }).then(setRefusal);
  return (
    <div className={styles.view}>
      <section className={panel.section}>
        <Switch
          label={t('hostPanel.mapPort')}
          hint={t('hostPanel.mapPortText')}
          checked={status.mapping.is !== 'off'}
          onChange={change}
        />
        {refusal ? <Callout kind="error">{refusalText(t, refusal)}</Callout> : null}
      </section>
      <Findings room={status.room} mapping={status.mapping} />
    </div>
  );
}

type FindingsProps = { room: RoomId; mapping: PortMapping };

/** What is right with this computer's network and what keeps others out, each with what to do next. */
function Findings({ room, mapping }: FindingsProps) {
  const { t } = useTranslation();
  const findings = useFindings(room, mapping);
  if (!findings) {
    return (
      <p className={panel.waiting}>
        <Spinner /> {t('hostPanel.networkLooking')}
      </p>
    );
  }
  return (
    <ul className={styles.findings} aria-label={t('hostPanel.network')}>
      {findings.map((finding) => (
        <Finding key={`${finding.code} ${finding.subject ?? ''}`} finding={finding} />
      ))}
    </ul>
  );
}

function Finding({ finding }: { finding: NetworkFinding }) {
  const { t } = useTranslation();
  const { level, command } = finding;
  const { text, next } = findingSentence(finding, languageOf(t));
  const Icon = icons[level];
  return (
    <li className={styles.finding} data-level={level}>
      <Icon className={styles.icon} role="img" aria-label={t(`hostPanel.level_${level}`)} />
      <div className={styles.words}>
        <p className={styles.text}>{text}</p>
        <p className={styles.next}>{next}</p>
        {command === undefined ? null : (
          <div className={styles.command}>
            <code>{command}</code>
            <CopyButton text={command} label={t('hostPanel.copyCommand')} />
          </div>
        )}
      </div>
    </li>
  );
}

/** Networks come and go while somebody looks. */
function useFindings(room: RoomId, mapping: PortMapping): readonly NetworkFinding[] | undefined {
  const { bridge, clock } = useAppStores();
  // What the router has said is shown at once.
  const said = JSON.stringify(mapping);
  const [findings, setFindings] = useState<readonly NetworkFinding[]>();
  useEffect(() => {
    let isShown = true;
    let cancel = (): void => undefined;
    const look = async () => {
      const answer = await bridge.request('host/network', { room });
      if (!isShown) return;
      if (answer.ok) setFindings(answer.value);
      cancel = clock.after(lookEveryMs, () => void look());
    };
    void look();
    return () => {
      isShown = false;
      cancel();
    };
  }, [bridge, clock, room, said]);
  return findings;
}
