import { useState } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import { everyone } from '../../src-shared/protocol/ids.ts';
import type { ConversationId } from '../../src-shared/protocol/ids.ts';
import { isStricter } from '../../src-shared/protocol/retention.ts';
import type { Keep, KeepThere } from '../../src-shared/protocol/retention.ts';
import { may } from '../../src-shared/protocol/roles.ts';
import { useFormat } from '../i18n/format.ts';
import type { Format } from '../i18n/format.ts';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { conversationName } from '../room/room-selectors.ts';
import { Callout } from '../ui/callout.tsx';
import { Question } from '../ui/dialog.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import { Select } from '../ui/select.tsx';
import card from './card.module.css';
import styles from './keep-rule.module.css';

const usualDays = [1, 7, 30, 90, 365];
const usualCounts = [100, 1000, 10_000, 100_000];
const dayMs = 24 * 60 * 60_000;

type Words = { t: TFunction; format: Format };
/** What was chosen and is not made yet, and how much goes by it. */
type Asked = { keep: KeepThere; messages: number; isMore: boolean };

/** How long a conversation is kept: to be chosen by who may, asked once more before anything goes; else in words. */
export function KeepRule({ conversation }: { conversation: ConversationId }) {
  const mayChange = useRoom(({ room }) => room !== undefined && may(room.role, 'change-room'));
  const isIn = useRoom(
    ({ groups }) => conversation === everyone || groups.get(conversation)?.standing === 'member',
  );
  const here = useRoom((state) => state.groups.get(conversation)?.keep);
  const ofRoom = useRoom(({ room }) => room?.settings.keep ?? 'all');
  if (mayChange && isIn) {
    const keep = conversation === everyone ? ofRoom : (here ?? 'as-room');
    return <KeepForm conversation={conversation} keep={keep} ofRoom={ofRoom} />;
  }
  return <KeepSaid keep={here ?? ofRoom} />;
}

function KeepSaid({ keep }: { keep: Keep }) {
  const { t } = useTranslation();
  const format = useFormat();
  const said = keptText(keep, { t, format });
  return said === undefined ? null : <p className={card.faint}>{said}</p>;
}

type FormProps = { conversation: ConversationId; keep: KeepThere; ofRoom: Keep };

function KeepForm({ conversation, keep, ofRoom }: FormProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { bridge, room } = useRoomStores();
  const [asked, setAsked] = useState<Asked>();
  const [isBusy, setIsBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  const name = useRoom((state) => conversationName(state, conversation, t));
  const place = { room: room.id, in: conversation };
  const inForce = (each: KeepThere): Keep => (each === 'as-room' ? ofRoom : each);
  const change = async (next: KeepThere): Promise<void> => {
    setIsBusy(true);
    const answer = await bridge.request('retention/change', { ...place, keep: next });
    setIsBusy(false);
    setAsked(undefined);
    setRefusal(answer.ok ? undefined : answer.refusal);
  };
  const choose = async (next: KeepThere): Promise<void> => {
    if (valueOf(next) === valueOf(keep)) return;
    if (!isStricter(inForce(next), inForce(keep))) return change(next);
    const answer = await bridge.request('retention/count', { ...place, keep: next });
    setRefusal(answer.ok ? undefined : answer.refusal);
    if (!answer.ok) return;
    const { messages, isMore = false } = answer.value;
    setAsked({ keep: next, messages, isMore });
  };
  const offered = offeredIn(conversation, keep);
  return (
    <div className={styles.rule}>
      <Select
        label={t('moderation.keep')}
        value={valueOf(keep)}
        options={offered.map((each) => ({
          value: valueOf(each),
          label: labelOf(each, ofRoom, { t, format }),
        }))}
        onValue={(value) => {
          const chosen = offered.find((each) => valueOf(each) === value);
          if (chosen !== undefined) void choose(chosen);
        }}
      />
      <p className={styles.hint}>
        {t(conversation === everyone ? 'moderation.keepText' : 'moderation.keepHereText')}
      </p>
      {refusal ? <Callout kind="error">{refusalText(t, refusal)}</Callout> : null}
      {asked ? (
        <Question
          title={t('moderation.keepAsk')}
          text={questionText(asked, conversation === everyone ? undefined : name, { t, format })}
          action={t('moderation.keepDo')}
          busy={isBusy}
          onConfirm={() => void change(asked.keep)}
          onClose={() => setAsked(undefined)}
        />
      ) : null}
    </div>
  );
}

/** `group`: missing if it is about the whole room. */
function questionText(
  { messages, isMore }: Asked,
  group: string | undefined,
  { t, format }: Words,
): string {
  const count = { count: messages, amount: format.count(messages) };
  const what = t(isMore ? 'moderation.keepGoMore' : 'moderation.keepGo', count);
  const where = group === undefined ? t('moderation.keepInRoom') : group;
  return messages === 0
    ? t('moderation.keepAskNone')
    : t('moderation.keepAskText', { what, where });
}

/** What everybody is told of it; undefined if all is kept. */
export function keptText(keep: Keep, { t, format }: Words): string | undefined {
  if (keep === 'all') return undefined;
  if ('days' in keep)
    return t('moderation.keepRuleDays', { days: format.duration(dayMs * keep.days) });
  return t('moderation.keepRuleMessages', { amount: format.count(keep.messages) });
}

function offeredIn(conversation: ConversationId, keep: KeepThere): KeepThere[] {
  const usual: KeepThere[] = [
    ...(conversation === everyone ? [] : (['as-room'] as const)),
    'all',
    ...usualDays.map((days) => ({ days })),
    ...usualCounts.map((messages) => ({ messages })),
  ];
  // Another program may have set any number.
  const isThere = usual.some((each) => valueOf(each) === valueOf(keep));
  return isThere ? usual : [...usual, keep];
}

function valueOf(keep: KeepThere): string {
  if (typeof keep === 'string') return keep;
  return 'days' in keep ? `days ${keep.days}` : `messages ${keep.messages}`;
}

function labelOf(keep: KeepThere, ofRoom: Keep, { t, format }: Words): string {
  if (keep === 'as-room')
    return t('moderation.keepAsRoom', { rule: amountText(ofRoom, { t, format }) });
  return amountText(keep, { t, format });
}

function amountText(keep: Keep, { t, format }: Words): string {
  if (keep === 'all') return t('moderation.keepAll');
  if ('days' in keep) return t('moderation.keepDays', { days: format.duration(dayMs * keep.days) });
  return t('moderation.keepMessages', { amount: format.count(keep.messages) });
}
