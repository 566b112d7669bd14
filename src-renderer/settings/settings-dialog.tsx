import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReactNode } from 'react';
import { useApp, useAppStores } from '../app/app-context.tsx';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { Dialog, DialogBody } from '../ui/dialog.tsx';
import { Logo } from '../ui/logo.tsx';
import { Select } from '../ui/select.tsx';
import { TextField } from '../ui/text-field.tsx';
import styles from './settings-dialog.module.css';

/** Every change counts at once; there is nothing to save. */
export function SettingsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { app, frame } = useAppStores();
  const settings = useApp((state) => state.settings);
  const about = useApp((state) => state.about);
  return (
    <Dialog open onClose={onClose} title={t('settings.title')} width={520}>
      <DialogBody>
        <div className={styles.rows}>
          <NameField />
          <Row label={t('settings.language')}>
            <Select
              hiddenLabel
              label={t('settings.language')}
              value={settings.language}
              options={[
                { value: 'system', label: t('settings.languageSystem') },
                { value: 'en', label: 'English' },
                { value: 'tr', label: 'Türkçe' },
              ]}
              onValue={(language) => void app.changeSettings({ language })}
            />
          </Row>
          <Row label={t('settings.theme')}>
            <Select
              hiddenLabel
              label={t('settings.theme')}
              value={settings.theme}
              options={[
                { value: 'system', label: t('settings.themeSystem') },
                { value: 'light', label: t('settings.themeLight') },
                { value: 'dark', label: t('settings.themeDark') },
              ]}
              onValue={(theme) => void app.changeSettings({ theme })}
            />
          </Row>
          <Row label={t('settings.shortcuts')}>
            <Button size="small" onClick={() => frame.openOverlay('shortcuts')}>
              {t('settings.showShortcuts')}
            </Button>
          </Row>
        </div>
        <section className={styles.about} aria-label={t('settings.about')}>
          <Logo size={36} />
          <div className={styles.facts}>
            <p className={styles.version}>
              Oda <span>{`${t('settings.version')} ${about?.version ?? ''}`}</span>
            </p>
            <p className={styles.folder}>
              <span className={styles.folderLabel}>{t('settings.dataFolder')}</span>
              <code>{about?.dataFolder}</code>
            </p>
          </div>
          <CopyButton text={about?.dataFolder ?? ''} label={t('settings.copyFolder')} />
        </section>
      </DialogBody>
    </Dialog>
  );
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={styles.row}>
      <span className={styles.label} aria-hidden="true">
        {label}
      </span>
      {children}
    </div>
  );
}

/** Kept when one leaves the field or presses Enter: a half-written name is nobody's name. */
function NameField() {
  const { t } = useTranslation();
  const { app } = useAppStores();
  const kept = useApp((state) => state.settings.name || state.about?.suggestedName || '');
  const [typed, setTyped] = useState<string>();
  const keep = () => {
    const name = typed?.trim();
    setTyped(undefined);
    if (name !== undefined && name !== kept) void app.changeSettings({ name });
  };
  return (
    <TextField
      label={t('settings.name')}
      hint={t('settings.nameHint')}
      maxLength={256}
      autoComplete="off"
      spellCheck={false}
      value={typed ?? kept}
      onValue={setTyped}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) keep();
      }}
    />
  );
}
