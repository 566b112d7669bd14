import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RefusalCode } from '../../src-shared/protocol/codes.ts';
import type { ConversationId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { done } from '../../src-shared/protocol/outcome.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import { useCloseDialog, useDialogAnswer, useIsInFront } from '../room/own-dialog.tsx';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { useShowConversation } from '../room/use-show.ts';
import { Callout } from '../ui/callout.tsx';
import { FormDialog, Question } from '../ui/dialog.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import { TextField } from '../ui/text-field.tsx';

/** Makes a topic and shows it; whoever closed the dialog meanwhile, or is in another one, stays where they are. */
export function NewTopicDialog({ name, about = '' }: { name: string; about?: string }) {
  const { t } = useTranslation();
  const { bridge, room, dialogs } = useRoomStores();
  const show = useShowConversation();
  const isInFront = useIsInFront();
  return (
    <TopicForm
      title={t('topics.new')}
      description={t('topics.newText')}
      action={t('topics.make')}
      topic={{ name: name.replace(/^#/, ''), about }}
      onChange={(wanted) => dialogs.keep({ is: 'new-topic', ...wanted })}
      submit={async (wanted) => {
        const made = await bridge.request('topic/make', { room: room.id, ...wanted });
        if (made.ok && isInFront()) show(made.value.in);
        return made;
      }}
    />
  );
}

type OfTopic = { topic: ConversationId };

/** Its name, and what it is about. */
export function ChangeTopicDialog({ topic: id }: OfTopic) {
  const { t } = useTranslation();
  const { bridge, room } = useRoomStores();
  const known = useRoom((state) => state.groups.get(id));
  const [before] = useState({ name: known?.name ?? '', about: known?.topic?.about ?? '' });
  const place = { room: room.id, in: id };
  const submit = async ({ name, about }: Named): Promise<Outcome<unknown>> => {
    if (name !== before.name) {
      const renamed = await bridge.request('group/rename', { ...place, name });
      if (!renamed.ok) return renamed;
    }
    return about === before.about
      ? done(null)
      : bridge.request('topic/describe', { ...place, about });
  };
  return (
    <TopicForm
      title={t('topics.changeTitle', { topic: `#${before.name}` })}
      action={t('topics.change')}
      topic={before}
      submit={submit}
    />
  );
}

type Named = { name: string; about: string };

type TopicFormProps = {
  title: string;
  description?: string;
  action: string;
  topic: Named;
  submit: (wanted: Named) => Promise<Outcome<unknown>>;
  /** Hears what is typed, each time. */
  onChange?: (wanted: Named) => void;
};

const aboutName = new Set<RefusalCode>([
  'topic-name-empty',
  'topic-name-too-long',
  'topic-exists',
  'name-not-allowed',
]);

function TopicForm({ topic, submit, onChange, ...dialog }: TopicFormProps) {
  const { t } = useTranslation();
  const close = useCloseDialog();
  const field = useRef<HTMLInputElement>(null);
  const [wanted, setWanted] = useState(topic);
  const { run, busy, refusal, clear } = useDialogAnswer();
  const said = refusal && refusalText(t, refusal);
  const isAboutName = refusal !== undefined && aboutName.has(refusal.code);
  const isAboutAbout = refusal?.code === 'about-too-long';
  const write = (change: Partial<Named>) => {
    const next = { ...wanted, ...change };
    setWanted(next);
    onChange?.(next);
    clear();
  };
  const send = async () => {
    if (!busy && (await run(() => submit(wanted)))) close();
  };
  return (
    <FormDialog
      {...dialog}
      busy={busy}
      initialFocus={field}
      onClose={close}
      onSubmit={() => void send()}
    >
      <TextField
        ref={field}
        label={t('topics.name')}
        hint={t('topics.nameHint')}
        before={<span aria-hidden="true">#</span>}
        value={wanted.name}
        onValue={(name) => write({ name })}
        maxLength={256}
        autoComplete="off"
        error={isAboutName ? said : undefined}
      />
      <TextField
        label={t('topics.about')}
        value={wanted.about}
        onValue={(about) => write({ about })}
        maxLength={2 * limits.maxAboutCharacters}
        autoComplete="off"
        error={isAboutAbout ? said : undefined}
      />
      {said && !isAboutName && !isAboutAbout ? <Callout kind="error">{said}</Callout> : null}
    </FormDialog>
  );
}

/** Says what it means before it is done. */
export function ArchiveTopicQuestion({ topic: id }: OfTopic) {
  const { t } = useTranslation();
  const { request, room } = useRoomStores();
  const close = useCloseDialog();
  const name = useRoom((state) => state.groups.get(id)?.name) ?? '';
  return (
    <Question
      title={t('topics.archiveTitle', { topic: `#${name}` })}
      text={t('topics.archiveText')}
      action={t('topics.archive')}
      onClose={close}
      onConfirm={() => {
        close();
        void request('topic/archive', { room: room.id, in: id, archived: true });
      }}
    />
  );
}
