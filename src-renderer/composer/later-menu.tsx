import {
  memo,
  useEffect,
  useEffectEvent,
  useId,
  useLayoutEffect,
  useRef,
  useState,
  type RefObject,
} from 'react';
import { useTranslation } from 'react-i18next';
import { CalendarClock, Clock, List, Pencil, Trash2 } from 'lucide-react';
import { codes } from '../../src-shared/protocol/features.ts';
import type { WireCode } from '../../src-shared/protocol/codes.ts';
import type { Cid, ConversationId } from '../../src-shared/protocol/ids.ts';
import { done, refused, type Outcome } from '../../src-shared/protocol/outcome.ts';
import { refuseText } from '../../src-shared/text/refuse-text.ts';
import { readTyped } from '../../src-shared/typed/read-typed.ts';
import { typedNames } from '../../src-shared/typed/run-typed.ts';
import type { LaterView } from '../../src-shared/member/later-view.ts';
import type { LaterMessage } from '../../src-shared/protocol/later.ts';
import { CompletionList, useCompletion } from '../messages/completion-list.tsx';
import { plainLine } from '../../src-shared/text/format/format-text.ts';
import { useFormat } from '../i18n/format.ts';
import { momentOf, partsOf } from '../i18n/read-time.ts';
import type { ComposerMode } from '../room/composer-modes.ts';
import type { TypedLater } from '../room/composer-store.ts';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { conversationName } from '../room/room-selectors.ts';
import { typedWorld } from '../room/typed-store.ts';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { DateField, TimeField } from '../ui/date-field.tsx';
import { Dialog, DialogBody, FormDialog } from '../ui/dialog.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Menu, MenuItem } from '../ui/menu.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import { useAnswer } from '../ui/use-answer.ts';
import styles from './later-menu.module.css';

type Written = Omit<LaterMessage, 'cid' | 'at' | 'refusal'> & { cid?: Cid; at?: number };
type Chosen = Written & { at: number };
type Form = { is: 'form'; written: Written };
type Open = Form | { is: 'list' };

export type LaterMenuProps = {
  conversation: ConversationId;
  /** What stands in it is meant. */
  field: RefObject<HTMLTextAreaElement | null>;
  isEmpty: boolean;
  /** What it answers. */
  reply: number | undefined;
  /** What stood in the field is to wait in the room. */
  onSend: (message: Chosen, typed: TypedLater) => Promise<Outcome<null>>;
};

/** Beside the button that sends: the same at a time, and what waits for its own. */
export function LaterMenu({ conversation, field, isEmpty, reply, onSend }: LaterMenuProps) {
  const { t } = useTranslation();
  const { bridge, frame, room } = useRoomStores();
  const saidBy = useSaidLater(conversation);
  const [open, setOpen] = useState<Open>();
  const shown = useRef<Open>(undefined);
  useLayoutEffect(() => {
    shown.current = open;
    return () => {
      shown.current = undefined;
    };
  }, [open]);
  const begin = () => {
    const text = field.current?.value ?? '';
    const answers = reply === undefined ? {} : { reply };
    setOpen({ is: 'form', written: { in: conversation, text, ...answers } });
  };
  const close = () => setOpen(undefined);
  const send = async (message: Chosen, asked: Form) => {
    const { cid, text: stood } = asked.written;
    const written = message.text;
    // What waits already was a text when it was put off.
    const said = cid !== undefined && written === stood ? done(written) : saidBy(written);
    if (!said.ok) return said;
    const later = { ...message, text: said.value };
    const answer =
      cid === undefined
        ? await onSend(later, { stood, written })
        : await bridge.request('later/send', { room: room.id, ...later, cid });
    // One sees that it waits; what was refused stands in the field as it was to be said. Who has closed the form is elsewhere.
    if (shown.current === asked)
      setOpen(answer.ok ? { is: 'list' } : { is: 'form', written: message });
    // Of a new one the field says it.
    else if (!answer.ok && cid !== undefined) frame.refuse(answer.refusal);
    return answer;
  };
  return (
    <>
      <Menu size="small" label={t('later.menu')} icon={<CalendarClock />}>
        <MenuItem
          icon={<Clock />}
          why={isEmpty ? t('later.nothingWritten') : undefined}
          onSelect={begin}
        >
          {t('later.schedule')}
        </MenuItem>
        <MenuItem icon={<List />} onSelect={() => setOpen({ is: 'list' })}>
          {t('later.waiting')}
        </MenuItem>
      </Menu>
      {open?.is === 'form' ? (
        <LaterForm
          written={open.written}
          onClose={close}
          onSend={(message) => send(message, open)}
        />
      ) : null}
      {open?.is === 'list' ? (
        <LaterList
          onClose={close}
          onChange={({ refusal: _, waits: _waits, ...message }) =>
            setOpen({ is: 'form', written: message })
          }
        />
      ) : null}
    </>
  );
}

/** What a line says once it is sent later. Enter would carry a command out, and say a line for one person to nobody else. */
function useSaidLater(conversation: ConversationId): (written: string) => Outcome<string> {
  const stores = useRoomStores();
  return (written) => {
    const world = typedWorld(stores, conversation);
    const line = world && readTyped(written, typedNames(world));
    if (line && line.is !== 'text') return refused({ code: 'later-not-a-text' });
    const text = line?.text ?? written;
    const refusal = refuseText(text, stores.maxTextCharacters());
    return refusal ? refused(refusal) : done(text);
  };
}

type BesideProps = Pick<LaterMenuProps, 'conversation' | 'field' | 'isEmpty'> & {
  mode: ComposerMode | undefined;
};

/** Not while a message is changed, which was said already. With most keys nothing of it changes. */
export const LaterBeside = memo(function LaterBeside({ mode, ...props }: BesideProps) {
  const { conversation } = props;
  const { composer } = useRoomStores();
  const isOpen = useRoom((state) => state.room !== undefined);
  if (mode?.is === 'edit' || !isOpen) return null;
  const reply = mode?.quote.seq;
  const onSend: LaterMenuProps['onSend'] = ({ text, at, reply: answered }, typed) => {
    const answers = answered === undefined ? {} : { reply: answered };
    return composer.sendLater(conversation, { text, at, ...answers }, typed);
  };
  return <LaterMenu {...props} reply={reply} onSend={onSend} />;
});

const hourMs = 60 * 60_000;

type FormProps = {
  written: Written;
  onClose: () => void;
  onSend: (message: Chosen) => Promise<Outcome<null>>;
};

function LaterForm({ written, onClose, onSend }: FormProps) {
  const { t } = useTranslation();
  const { clock } = useRoomStores();
  const [text, setText] = useState(written.text);
  const [first] = useState(() => partsOf(written.at ?? nextHour(clock.wallMs())));
  const [day, setDay] = useState(first.day);
  const [clockTime, setClockTime] = useState(first.clock);
  const [isAsked, setIsAsked] = useState(false);
  const { busy, refusal, run } = useAnswer();
  const isNew = written.cid === undefined;
  const submit = async () => {
    setIsAsked(true);
    if (day === '' || clockTime === '') return;
    await run(() => onSend({ ...written, text, at: momentOf(day, clockTime) }));
  };
  return (
    <FormDialog
      title={t(isNew ? 'later.title' : 'later.changeTitle')}
      description={t('later.hint')}
      action={t(isNew ? 'later.send' : 'later.change')}
      busy={busy}
      onClose={onClose}
      onSubmit={() => void submit()}
    >
      <div className={styles.fields}>
        <DateField
          label={t('later.day')}
          value={day}
          onValue={setDay}
          error={isAsked && day === '' ? t('ui.dayMissing') : undefined}
        />
        <TimeField
          label={t('later.clock')}
          value={clockTime}
          onValue={setClockTime}
          error={isAsked && clockTime === '' ? t('ui.clockMissing') : undefined}
        />
      </div>
      <LaterText conversation={written.in} text={text} onWrite={setText} />
      {refusal ? <Callout kind="error">{refusalText(t, refusal)}</Callout> : null}
    </FormDialog>
  );
}

type TextProps = {
  conversation: ConversationId;
  text: string;
  onWrite: (text: string) => void;
};

/** People, emoji and topics are offered as where one writes. */
function LaterText({ conversation, text, onWrite }: TextProps) {
  const { t } = useTranslation();
  const id = useId();
  const completion = useCompletion({ text, conversation, hasCommands: false, onWrite });
  return (
    <div className={styles.text}>
      <label htmlFor={id}>{t('later.text')}</label>
      <div className={styles.box}>
        <textarea
          id={id}
          rows={4}
          dir="auto"
          value={text}
          {...completion.fieldProps}
          onKeyDown={(event) => {
            completion.onKeyDown(event);
            // Esc that closes the list leaves the dialog open.
            if (event.defaultPrevented) event.stopPropagation();
          }}
          onChange={(event) => {
            completion.onTyped(event);
            onWrite(event.target.value);
          }}
        />
        <CompletionList choice={completion} />
      </div>
    </div>
  );
}

type ListProps = { onClose: () => void; onChange: (message: LaterView) => void };

function LaterList({ onClose, onChange }: ListProps) {
  const { t } = useTranslation();
  const { bridge, room } = useRoomStores();
  const [messages, setMessages] = useState<readonly LaterView[]>();
  const { refusal, run } = useAnswer();
  const take = async (name: 'later/list' | 'later/cancel', cid?: Cid) =>
    run(async () => {
      const answer =
        name === 'later/cancel' && cid !== undefined
          ? await bridge.request(name, { room: room.id, cid })
          : await bridge.request('later/list', { room: room.id });
      if (answer.ok) setMessages(answer.value);
      return answer;
    });
  const look = useEffectEvent(() => take('later/list'));
  useEffect(() => void look(), []);
  return (
    <Dialog
      title={t('later.waiting')}
      onClose={onClose}
      actions={<Button onClick={onClose}>{t('ui.close')}</Button>}
    >
      <DialogBody>
        {messages === undefined && !refusal ? <p>{t('later.looking')}</p> : null}
        {messages?.length === 0 ? <p>{t('later.none')}</p> : null}
        <ul className={styles.list}>
          {messages?.map((message) => (
            <OneLater
              key={message.cid}
              message={message}
              onChange={() => onChange(message)}
              onCancel={() => void take('later/cancel', message.cid)}
            />
          ))}
        </ul>
        {refusal ? <Callout kind="error">{refusalText(t, refusal)}</Callout> : null}
      </DialogBody>
    </Dialog>
  );
}

/** Enough for two lines. */
const shownCharacters = 160;

const waitsKeys = { change: 'later.waits_change', cancel: 'later.waits_cancel' } as const;

type OneProps = { message: LaterView; onChange: () => void; onCancel: () => void };

function OneLater({ message, onChange, onCancel }: OneProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const name = useRoom((state) => conversationName(state, message.in, t));
  const { text, at, refusal, waits } = message;
  return (
    <li className={styles.one}>
      <div className={styles.words}>
        <p className={styles.when}>{t('later.to', { name, time: format.dateTime(at) })}</p>
        <p dir="auto">{plainLine(text, shownCharacters)}</p>
        {waits ? <Callout kind="info">{t(waitsKeys[waits])}</Callout> : null}
        {refusal !== undefined && isCode(refusal) ? (
          <Callout kind="warning">
            {t('later.failed', { reason: refusalText(t, { code: refusal }) })}
          </Callout>
        ) : null}
      </div>
      <IconButton size="small" label={t('later.change')} icon={<Pencil />} onClick={onChange} />
      <IconButton size="small" label={t('later.cancel')} icon={<Trash2 />} onClick={onCancel} />
    </li>
  );
}

function isCode(code: string): code is WireCode {
  return Object.hasOwn(codes, code);
}

function nextHour(nowMs: number): number {
  return (Math.floor(nowMs / hourMs) + 2) * hourMs;
}
