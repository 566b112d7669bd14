import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp, useAppStores } from '../window/app-context.tsx';
import { askForNotifications, notificationPermission } from '../window/notify.ts';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { Dialog, DialogBody } from '../ui/dialog.tsx';
import { Logo } from '../ui/logo.tsx';
import { Switch } from '../ui/switch.tsx';
import { KeptField } from '../ui/kept-field.tsx';
import { KeywordsField, QuietHoursRows } from './attention-rows.tsx';
import { ChoiceRow, Row } from './setting-row.tsx';
import styles from './settings-dialog.module.css';

/** As many as the setting takes. */
const privateChatCounts = Array.from({ length: 10 }, (_, at) => {
  const count = String(at + 1);
  return { value: count, label: count };
});

/** Every change counts at once; there is nothing to save. */
export function SettingsDialog() {
  const { t } = useTranslation();
  const { app, frame } = useAppStores();
  const settings = useApp((state) => state.settings);
  const about = useApp((state) => state.about);
  return (
    <Dialog onClose={frame.closeOverlay} title={t('settings.title')} width={520}>
      <DialogBody>
        <div className={styles.rows}>
          <NameField />
          <LookRows />
          <NotificationRow />
          <QuietHoursRows />
          <KeywordsField />
          <SwitchRow of="away" />
          <SwitchRow of="receipts" />
          <SwitchRow of="reads" />
          <SwitchRow of="typing" />
          <div>
            <ChoiceRow
              label={t('settings.privateChats')}
              value={String(settings.privateChats)}
              options={privateChatCounts}
              onValue={(count) => void app.changeSettings({ privateChats: Number(count) })}
            />
            <p className={styles.hint}>{t('settings.privateChatsHint')}</p>
          </div>
          {/* Browsers have a setting of their own. */}
          <SwitchRow of="nearby" />
          {about?.shell === 'electron' ? <SwitchRow of="spelling" /> : null}
          <Row label={t('exporting.settings')}>
            <Button
              size="small"
              onClick={() => {
                frame.closeOverlay();
                frame.askExport({});
              }}
            >
              {t('exporting.open')}
            </Button>
          </Row>
          <Row label={t('settings.shortcuts')}>
            <Button size="small" onClick={() => frame.openOverlay('shortcuts')}>
              {t('settings.showShortcuts')}
            </Button>
          </Row>
        </div>
        <About />
      </DialogBody>
    </Dialog>
  );
}

function About() {
  const { t } = useTranslation();
  const about = useApp((state) => state.about);
  return (
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
  );
}

/** Language, appearance, size and spacing. */
function LookRows() {
  const { t } = useTranslation();
  const { app } = useAppStores();
  const settings = useApp((state) => state.settings);
  return (
    <>
      <ChoiceRow
        label={t('settings.language')}
        value={settings.language}
        options={[
          { value: 'system', label: t('settings.languageSystem') },
          { value: 'en', label: 'English' },
          { value: 'tr', label: 'Türkçe' },
        ]}
        onValue={(language) => void app.changeSettings({ language })}
      />
      <ChoiceRow
        label={t('settings.theme')}
        value={settings.theme}
        options={[
          { value: 'system', label: t('settings.themeSystem') },
          { value: 'light', label: t('settings.themeLight') },
          { value: 'dark', label: t('settings.themeDark') },
        ]}
        onValue={(theme) => void app.changeSettings({ theme })}
      />
      <ChoiceRow
        label={t('settings.textSize')}
        value={settings.textSize}
        options={[
          { value: 'small', label: t('settings.textSmall') },
          { value: 'normal', label: t('settings.textNormal') },
          { value: 'large', label: t('settings.textLarge') },
          { value: 'larger', label: t('settings.textLarger') },
        ]}
        onValue={(textSize) => void app.changeSettings({ textSize })}
      />
      <ChoiceRow
        label={t('settings.density')}
        value={settings.density}
        options={[
          { value: 'cosy', label: t('settings.densityCosy') },
          { value: 'compact', label: t('settings.densityCompact') },
        ]}
        onValue={(density) => void app.changeSettings({ density })}
      />
    </>
  );
}

/** What the system has to allow first is asked for when the person chooses it. */
function NotificationRow() {
  const { t } = useTranslation();
  const { app } = useAppStores();
  const chosen = useApp((state) => state.settings.notifications);
  const [permission, setPermission] = useState(notificationPermission);
  const ask = async () => setPermission(await askForNotifications());
  if (permission === 'not-possible') return null;
  return (
    <>
      <ChoiceRow
        label={t('settings.notifications')}
        value={chosen}
        options={[
          { value: 'full', label: t('settings.notifyFull') },
          { value: 'sender', label: t('settings.notifySender') },
          { value: 'off', label: t('settings.notifyOff') },
        ]}
        onValue={(notifications) => {
          void app.changeSettings({ notifications });
          if (notifications !== 'off') void ask();
        }}
      />
      {chosen !== 'off' && permission === 'not-asked' ? (
        <Callout
          kind="info"
          action={
            <Button size="small" onClick={() => void ask()}>
              {t('settings.notifyAllow')}
            </Button>
          }
        >
          {t('settings.notifyNotAsked')}
        </Callout>
      ) : null}
      {chosen !== 'off' && permission === 'denied' ? (
        <Callout kind="warning">{t('settings.notifyDenied')}</Callout>
      ) : null}
    </>
  );
}

const switches = {
  away: { label: 'settings.away', hint: 'settings.awayHint' },
  receipts: { label: 'settings.receipts', hint: 'settings.receiptsHint' },
  reads: { label: 'settings.reads', hint: 'settings.readsHint' },
  typing: { label: 'settings.typing', hint: 'settings.typingHint' },
  spelling: { label: 'settings.spelling', hint: 'settings.spellingHint' },
  nearby: { label: 'settings.nearby', hint: 'settings.nearbyHint' },
} as const;

function SwitchRow({ of: name }: { of: keyof typeof switches }) {
  const { t } = useTranslation();
  const { app } = useAppStores();
  const isOn = useApp(({ settings }) => settings[name]);
  return (
    <Switch
      label={t(switches[name].label)}
      hint={t(switches[name].hint)}
      checked={isOn}
      onChange={(checked) => void app.changeSettings({ [name]: checked })}
    />
  );
}

function NameField() {
  const { t } = useTranslation();
  const { app } = useAppStores();
  const kept = useApp((state) => state.settings.name || state.about?.suggestedName || '');
  return (
    <KeptField
      label={t('settings.name')}
      hint={t('settings.nameHint')}
      maxLength={256}
      kept={kept}
      onKeep={(name) => void app.changeSettings({ name })}
    />
  );
}
