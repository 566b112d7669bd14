import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { banReaches, type BanReach } from '../../src-shared/protocol/moderation.ts';
import { useFormat } from '../i18n/format.ts';
import { useCloseDialog, useDialogAnswer } from '../room/own-dialog.tsx';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { nameOf } from '../room/room-selectors.ts';
import { Callout } from '../ui/callout.tsx';
import { FormDialog, Question } from '../ui/dialog.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import { Select } from '../ui/select.tsx';
import { Switch } from '../ui/switch.tsx';
import { TextField } from '../ui/text-field.tsx';
import styles from './moderation-dialogs.module.css';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const lasting = {
  minutes: 10 * minuteMs,
  hour: hourMs,
  day: 24 * hourMs,
  week: 7 * 24 * hourMs,
  always: undefined,
} as const;
type Lasting = keyof typeof lasting;

type Penalty = 'mute' | 'kick' | 'ban';
/** How long it can last, the usual first; a kick is over at once. */
const lengths = {
  mute: ['minutes', 'hour', 'day', 'always'],
  kick: ['always'],
  ban: ['always', 'hour', 'day', 'week'],
} as const satisfies Record<Penalty, readonly Lasting[]>;

const texts = {
  mute: ['moderation.muteTitle', 'moderation.muteText', 'moderation.mute'],
  kick: ['moderation.kickTitle', 'moderation.kickText', 'moderation.kick'],
  ban: ['moderation.banTitle', 'moderation.banText', 'moderation.ban'],
} as const;

type PenaltyDialogProps = { is: Penalty; account: AccountId };

/** Asks for how long, for what reason and, of a ban, for what more than the name, before it is done. */
export function PenaltyDialog({ is, account }: PenaltyDialogProps) {
  const { t } = useTranslation();
  const close = useCloseDialog();
  const name = useNameOf(account);
  const isGuest = useRoom((state) => state.members.get(account)?.guest === true);
  const reasonField = useRef<HTMLInputElement>(null);
  const [length, setLength] = useState<Lasting>(lengths[is][0]);
  const [reason, setReason] = useState('');
  const [reach, setReach] = useState<readonly BanReach[]>(isGuest ? ['address'] : ['device']);
  const impose = useImpose({ is, account, name });
  const { busy, refusal, run, clear } = useDialogAnswer();
  const said = refusal && refusalText(t, refusal);
  const isAboutReason = refusal?.code === 'reason-too-long';
  const send = async () => {
    const given = { lastsMs: lasting[length], reason: reason.trim() || undefined, reach };
    if (await run(() => impose(given))) close();
  };
  const [title, text, action] = texts[is];
  return (
    <FormDialog
      title={t(title, { name })}
      description={t(text, { name })}
      action={t(action)}
      isHard={is !== 'mute'}
      busy={busy}
      initialFocus={reasonField}
      onClose={close}
      onSubmit={() => void send()}
    >
      <TextField
        ref={reasonField}
        label={t('moderation.reason')}
        hint={t('moderation.reasonHint', { name })}
        error={isAboutReason ? said : undefined}
        maxLength={4 * limits.maxReasonCharacters}
        autoComplete="off"
        value={reason}
        onValue={(typed) => {
          setReason(typed);
          clear();
        }}
      />
      {is === 'kick' ? null : (
        <Select
          label={t('moderation.lasts')}
          value={length}
          options={lengths[is].map((value) => ({ value, label: t(`moderation.lasts_${value}`) }))}
          onValue={setLength}
        />
      )}
      {is === 'ban' ? (
        <ReachField name={name} isGuest={isGuest} reach={reach} onReach={setReach} />
      ) : null}
      {said && !isAboutReason ? <Callout kind="error">{said}</Callout> : null}
    </FormDialog>
  );
}

type ReachFieldProps = {
  name: string;
  /** Came by a plain program, of which no more than the address is known. */
  isGuest: boolean;
  reach: readonly BanReach[];
  onReach: (reach: readonly BanReach[]) => void;
};

function ReachField({ name, isGuest, reach, onReach }: ReachFieldProps) {
  const { t } = useTranslation();
  const offered = isGuest ? (['address'] as const) : banReaches;
  return (
    <fieldset className={styles.reach}>
      <legend className={styles.label}>{t('moderation.reach')}</legend>
      <p className={styles.always}>{t('moderation.reach_account', { name })}</p>
      {offered.map((one) => (
        <Switch
          key={one}
          label={t(`moderation.reach_${one}`)}
          hint={t(`moderation.reach_${one}Text`)}
          checked={reach.includes(one)}
          onChange={(isOn) =>
            onReach([...reach.filter((own) => own !== one), ...(isOn ? [one] : [])])
          }
        />
      ))}
    </fieldset>
  );
}

type Given = {
  lastsMs: number | undefined;
  reason: string | undefined;
  reach: readonly BanReach[];
};

/** Asks the room for it, and tells what came of it. */
function useImpose({ is, account, name }: PenaltyDialogProps & { name: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { bridge, room, frame } = useRoomStores();
  const whom = { room: room.id, account };
  return async ({ lastsMs, reason, reach }: Given) => {
    switch (is) {
      case 'mute': {
        const muted = await bridge.request('member/mute', { ...whom, lastsMs, reason });
        if (muted.ok) frame.tell(t('moderation.mutedNotice', { name }));
        return muted;
      }
      case 'kick': {
        const kicked = await bridge.request('member/kick', { ...whom, reason });
        if (kicked.ok) frame.tell(t('moderation.kickedNotice', { name }));
        return kicked;
      }
      case 'ban': {
        const wanted = { ...whom, reach: [...reach], lastsMs, reason };
        const banned = await bridge.request('member/ban', wanted);
        if (!banned.ok) return banned;
        const known = banned.value.reach;
        const missing = reach
          .filter((one) => !known.includes(one))
          .map((one) => t(`moderation.reachShort_${one}`));
        const notice = missing.length > 0 ? 'moderation.bannedLess' : 'moderation.bannedNotice';
        frame.tell(t(notice, { name, list: format.list(missing) }));
        return banned;
      }
    }
  };
}

/** Says what follows from it before it is done: it cannot be taken back by oneself. */
export function HandOverQuestion({ account }: { account: AccountId }) {
  const { t } = useTranslation();
  const { request, room, frame } = useRoomStores();
  const close = useCloseDialog();
  const name = useNameOf(account);
  const isHosted = useRoom((state) => state.room?.hosted === true);
  const [isBusy, setIsBusy] = useState(false);
  const handOver = async () => {
    setIsBusy(true);
    const done = await request('room/hand-over', { room: room.id, account });
    close();
    if (done !== undefined) frame.tell(t('moderation.handedOverNotice', { name }));
  };
  const follows = t('moderation.handOverText', { name });
  return (
    <Question
      title={t('moderation.handOverTitle', { name })}
      text={isHosted ? `${follows} ${t('moderation.handOverHostText')}` : follows}
      action={t('moderation.handOver')}
      busy={isBusy}
      onClose={close}
      onConfirm={() => void handOver()}
    />
  );
}

function useNameOf(account: AccountId): string {
  const { t } = useTranslation();
  return useRoom((state) => nameOf(state, account)) ?? t('conversations.someone');
}
