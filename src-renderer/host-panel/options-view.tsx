import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HostOptions } from '../../src-shared/host/host-options.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import { Callout } from '../ui/callout.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import { Switch } from '../ui/switch.tsx';
import styles from './host-panel.module.css';

export type OptionsViewProps = {
  options: HostOptions;
  onChange: (change: Partial<HostOptions>) => Promise<Refusal | undefined>;
};

/** What the host can switch while the room runs, each with a sentence on what it means. */
export function OptionsView({ options, onChange }: OptionsViewProps) {
  const { t } = useTranslation();
  const [refusal, setRefusal] = useState<Refusal>();
  const change = (wanted: Partial<HostOptions>) => void onChange(wanted).then(setRefusal);
  return (
    <div className={styles.view}>
      <section className={styles.section}>
        <Switch
          label={t('hostPanel.plain')}
          hint={t('hostPanel.plainText')}
          checked={options.plain}
          onChange={(plain) => change({ plain })}
        />
      </section>
      <section className={styles.section}>
        <Switch
          label={t('hostPanel.logTexts')}
          hint={t('hostPanel.logTextsText')}
          checked={options.logTexts}
          onChange={(logTexts) => change({ logTexts })}
        />
      </section>
      {refusal ? <Callout kind="error">{refusalText(t, refusal)}</Callout> : null}
    </div>
  );
}
