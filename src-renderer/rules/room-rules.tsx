import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RequestParams } from '../../src-shared/bridge/bridge.ts';
import type { RoomInside } from '../../src-shared/bridge/rooms.ts';
import type { Refusal, RefusalCode } from '../../src-shared/protocol/codes.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import { everyone } from '../../src-shared/protocol/ids.ts';
import { may } from '../../src-shared/protocol/roles.ts';
import { forbiddables } from '../../src-shared/protocol/room-settings.ts';
import type { Forbiddable, RoomSettings } from '../../src-shared/protocol/room-settings.ts';
import { useFormat } from '../i18n/format.ts';
import { KeepRule } from '../people/keep-rule.tsx';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import { Select } from '../ui/select.tsx';
import { Switch } from '../ui/switch.tsx';
import { NewPasswordField, TextField } from '../ui/text-field.tsx';
import { useAnswer } from '../ui/use-answer.ts';
import { Caretakers, Rules } from './rules-said.tsx';
import styles from './rules.module.css';

type Changes = Omit<RequestParams<'room/change-settings'>, 'room'>;

/** The room's rules: to be changed by those who may, each change counting at once; for the others to be read. */
export function RoomRules() {
  const room = useRoom((state) => state.room);
  if (!room) return null;
  const mayChange = may(room.role, 'change-room');
  return (
    <div className={styles.rules}>
      {mayChange ? <RulesForm room={room} /> : <Rules room={room} />}
      <Caretakers />
    </div>
  );
}

const aboutName = new Set<RefusalCode>([
  'room-name-empty',
  'room-name-too-long',
  'name-not-allowed',
]);

function RulesForm({ room }: { room: RoomInside }) {
  const { t } = useTranslation();
  const { bridge } = useRoomStores();
  const [refusal, setRefusal] = useState<Refusal>();
  const { settings } = room;
  const ask = (changes: Changes) =>
    bridge.request('room/change-settings', { room: room.room, ...changes });
  const change = async (changes: Changes): Promise<void> => {
    const answer = await ask(changes);
    setRefusal(answer.ok ? undefined : answer.refusal);
  };
  const allow = (what: Forbiddable, isAllowed: boolean) =>
    void change({
      forbidden: forbiddables.filter((one) =>
        one === what ? !isAllowed : settings.forbidden.includes(one),
      ),
    });
  const isAboutName = refusal !== undefined && aboutName.has(refusal.code);
  return (
    <>
      <NameField
        kept={room.name}
        error={isAboutName ? refusalText(t, refusal) : undefined}
        onEdit={() => setRefusal(undefined)}
        onKeep={(name) => void change({ name })}
      />
      <Password hasPassword={settings.hasPassword} ask={ask} onRefusal={setRefusal} />
      <Switch
        label={t('moderation.readOnly')}
        hint={t('moderation.readOnlyText')}
        checked={settings.readOnly}
        onChange={(readOnly) => void change({ readOnly })}
      />
      <EditTime
        seconds={settings.editSeconds}
        onSeconds={(editSeconds) => void change({ editSeconds })}
      />
      <SlowMode
        seconds={settings.slowModeSeconds}
        onSeconds={(slowModeSeconds) => void change({ slowModeSeconds })}
      />
      <Newcomers
        read={settings.newcomersRead}
        onRead={(newcomersRead) => void change({ newcomersRead })}
      />
      <KeepRule conversation={everyone} />
      <div role="group" className={styles.section} aria-label={t('moderation.allowed')}>
        <h3 className={styles.heading}>{t('moderation.allowed')}</h3>
        {forbiddables.map((what) => (
          <Switch
            key={what}
            label={t(`moderation.allow_${what}`)}
            checked={!settings.forbidden.includes(what)}
            onChange={(isAllowed) => allow(what, isAllowed)}
          />
        ))}
        <p className={styles.hint}>{t('moderation.aboveText')}</p>
      </div>
      {refusal && !isAboutName ? <Callout kind="error">{refusalText(t, refusal)}</Callout> : null}
    </>
  );
}

type NameFieldProps = {
  kept: string;
  error: string | undefined;
  onEdit: () => void;
  onKeep: (name: string) => void;
};

/** Kept when one leaves the field or presses Enter; what was refused stays there to be mended. */
function NameField({ kept, error, onEdit, onKeep }: NameFieldProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<string>();
  const keep = () => {
    if (typed === undefined) return;
    if (typed.trim() === kept) setTyped(undefined);
    else onKeep(typed.trim());
  };
  const [known, setKnown] = useState(kept);
  if (known !== kept) {
    setKnown(kept);
    setTyped(undefined);
  }
  return (
    <TextField
      label={t('moderation.name')}
      hint={t('moderation.nameHint')}
      error={error}
      maxLength={256}
      autoComplete="off"
      value={typed ?? kept}
      onValue={(text) => {
        setTyped(text);
        onEdit();
      }}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) keep();
      }}
    />
  );
}

const dayMs = 24 * 60 * 60_000;
const usualPauses = [0, 5, 10, 30, 60, 300, 900, 3600, 21_600];

type SlowModeProps = { seconds: number; onSeconds: (seconds: number) => void };

function SlowMode({ seconds, onSeconds }: SlowModeProps) {
  const { t } = useTranslation();
  const format = useFormat();
  // Another program may have set any number.
  const offered = [...new Set([...usualPauses, seconds])].toSorted((one, other) => one - other);
  return (
    <div className={styles.section}>
      <Select
        label={t('moderation.slow')}
        value={String(seconds)}
        options={offered.map((each) => ({
          value: String(each),
          label: each === 0 ? t('moderation.slowOff') : format.duration(1000 * each),
        }))}
        onValue={(value) => onSeconds(Number(value))}
      />
      <p className={styles.hint}>{t('moderation.slowText')}</p>
    </div>
  );
}

/** In seconds; 0: for ever. */
const usualEditTimes = [0, 5 * 60, 15 * 60, 60 * 60, 24 * 60 * 60];

function EditTime({ seconds, onSeconds }: SlowModeProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const offered = [...new Set([...usualEditTimes, seconds])].toSorted((one, other) => one - other);
  return (
    <div className={styles.section}>
      <Select
        label={t('moderation.edits')}
        value={String(seconds)}
        options={offered.map((each) => ({
          value: String(each),
          label: each === 0 ? t('moderation.editsForEver') : format.duration(1000 * each),
        }))}
        onValue={(value) => onSeconds(Number(value))}
      />
      <p className={styles.hint}>{t('moderation.editsText')}</p>
    </div>
  );
}

const usualDays = ['all', 0, 1, 7, 30, 90, 365] as const;

type NewcomersProps = {
  read: RoomSettings['newcomersRead'];
  onRead: (read: RoomSettings['newcomersRead']) => void;
};

function Newcomers({ read, onRead }: NewcomersProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const rank = (each: RoomSettings['newcomersRead']) => (each === 'all' ? -1 : each);
  const offered = [...new Set([...usualDays, read])].toSorted(
    (one, other) => rank(one) - rank(other),
  );
  const labelOf = (each: RoomSettings['newcomersRead']): string => {
    if (each === 'all') return t('moderation.newcomersAll');
    if (each === 0) return t('moderation.newcomersNone');
    return t('moderation.newcomersDays', { days: format.duration(dayMs * each) });
  };
  return (
    <div className={styles.section}>
      <Select
        label={t('moderation.newcomers')}
        value={String(read)}
        options={offered.map((each) => ({ value: String(each), label: labelOf(each) }))}
        onValue={(value) => onRead(value === 'all' ? 'all' : Number(value))}
      />
      <p className={styles.hint}>{t('moderation.newcomersText')}</p>
    </div>
  );
}

type PasswordProps = {
  hasPassword: boolean;
  ask: (changes: Changes) => Promise<Outcome<null>>;
  onRefusal: (refusal: Refusal | undefined) => void;
};

function Password({ hasPassword, ask, onRefusal }: PasswordProps) {
  const { t } = useTranslation();
  const { frame } = useRoomStores();
  const id = useId();
  const [isAsked, setIsAsked] = useState(false);
  const remove = async () => {
    const answer = await ask({ password: '' });
    onRefusal(answer.ok ? undefined : answer.refusal);
    if (answer.ok) frame.tell(t('moderation.passwordGone'));
  };
  return (
    <div role="group" className={styles.section} aria-labelledby={id}>
      <h3 id={id} className={styles.heading}>
        {t('moderation.password')}
      </h3>
      <p className={styles.hint}>
        {t(hasPassword ? 'moderation.passwordSet' : 'moderation.passwordNone')}
      </p>
      <div className={styles.buttons}>
        <Button size="small" onClick={() => setIsAsked(true)}>
          {t(hasPassword ? 'moderation.passwordChangeAsk' : 'moderation.passwordAsk')}
        </Button>
        {hasPassword ? (
          <Button size="small" look="danger-quiet" onClick={() => void remove()}>
            {t('moderation.passwordRemove')}
          </Button>
        ) : null}
      </div>
      {isAsked ? <PasswordDialog ask={ask} onClose={() => setIsAsked(false)} /> : null}
    </div>
  );
}

type PasswordDialogProps = Pick<PasswordProps, 'ask'> & { onClose: () => void };

function PasswordDialog({ ask, onClose }: PasswordDialogProps) {
  const { t } = useTranslation();
  const { frame } = useRoomStores();
  const field = useRef<HTMLInputElement>(null);
  const [password, setPassword] = useState('');
  const { busy, refusal, clear, run } = useAnswer();
  const set = async () => {
    // Empty would take it away.
    const short: Refusal = { code: 'password-too-short' };
    const isDone = await run(async () =>
      password === '' ? { ok: false, refusal: short } : ask({ password }),
    );
    if (!isDone) return;
    frame.tell(t('moderation.passwordDone'));
    onClose();
  };
  return (
    <FormDialog
      title={t('moderation.passwordTitle')}
      description={t('moderation.passwordText')}
      action={t('moderation.passwordSave')}
      busy={busy}
      initialFocus={field}
      onClose={onClose}
      onSubmit={() => void set()}
    >
      <NewPasswordField
        ref={field}
        label={t('moderation.passwordNew')}
        value={password}
        onValue={(typed) => {
          setPassword(typed);
          clear();
        }}
        error={refusal && refusalText(t, refusal)}
      />
    </FormDialog>
  );
}
