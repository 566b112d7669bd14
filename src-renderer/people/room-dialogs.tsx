import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { assertNever } from '../../src-shared/assert-never.ts';
import type { AccountId, ConversationId } from '../../src-shared/protocol/ids.ts';
import { OwnDialog, useCloseDialog, useIsInFront } from '../room/own-dialog.tsx';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { nameOf, groupCandidates, othersOf, ownNameOf } from '../room/room-selectors.ts';
import type { RoomDialog } from '../room/asked-stores.ts';
import { Question } from '../ui/dialog.tsx';
import { useChangeContact } from './use-contacts.ts';
import { useEffect, useEffectEvent, useMemo, useRef, useState, type RefObject } from 'react';
import { done, refused } from '../../src-shared/protocol/outcome.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { beingMade } from '../room/typed-ahead.ts';
import { TypedMeanwhile } from '../messages/message-field.tsx';
import { ResetCodeDialog } from './reset-code-dialog.tsx';
import { HandOverQuestion, PenaltyDialog } from './moderation-dialogs.tsx';
import { ArchiveTopicQuestion, ChangeTopicDialog, NewTopicDialog } from './topic-dialogs.tsx';
import { TopicListDialog } from './topic-list-dialog.tsx';
import { StatusDialog } from './status-dialog.tsx';
import { PeopleForm } from './people-form.tsx';
import { useShowConversation } from '../room/use-show.ts';
import { goTo } from '../window/route.ts';

/** The dialogs about the room's people that somebody asked for. */
export function RoomDialogs() {
  const { dialogs } = useRoomStores();
  const open = useStore(dialogs, (state) => state.open);
  return open.map((dialog) => (
    <OwnDialog key={dialog.begun} dialog={dialog}>
      <DialogOf dialog={dialog} />
    </OwnDialog>
  ));
}

function DialogOf({ dialog }: { dialog: RoomDialog }) {
  switch (dialog.is) {
    case 'block':
      return <BlockQuestion account={dialog.account} />;
    case 'reset-code':
      return <ResetCodeDialog account={dialog.account} />;
    case 'new-group':
      return <NewGroupDialog {...dialog} />;
    case 'rename-group':
      return <RenameGroupDialog group={dialog.in} />;
    case 'add-to-group':
      return <AddToGroupDialog group={dialog.in} />;
    case 'leave-group':
      return <LeaveGroupQuestion group={dialog.in} />;
    case 'topics':
      return <TopicListDialog typed={dialog.typed} />;
    case 'new-topic':
      return <NewTopicDialog {...dialog} />;
    case 'change-topic':
      return <ChangeTopicDialog topic={dialog.in} />;
    case 'archive-topic':
      return <ArchiveTopicQuestion topic={dialog.in} />;
    case 'new-contact-group':
    case 'contact-group':
      return <ContactGroupDialog {...dialog} />;
    case 'mute':
    case 'kick':
    case 'ban':
      return <PenaltyDialog {...dialog} />;
    case 'go-to-day':
      // Nothing about people: the room's screen shows it.
      return null;
    case 'status':
      return <StatusDialog />;
    case 'hand-over':
      return <HandOverQuestion account={dialog.account} />;
    default:
      return assertNever(dialog);
  }
}

/** Says what blocking means before it is done. */
function BlockQuestion({ account }: { account: AccountId }) {
  const { t } = useTranslation();
  const close = useCloseDialog();
  const { block } = useChangeContact();
  const name = useRoom((state) => nameOf(state, account)) ?? t('conversations.someone');
  return (
    <Question
      title={t('contacts.blockTitle', { name })}
      text={t('contacts.blockText')}
      action={t('contacts.block')}
      onClose={close}
      onConfirm={() => {
        close();
        void block(account);
      }}
    />
  );
}

/**
 * Makes a group conversation: its name, and its people by picking or from a contact group. What is typed
 * while the host makes it is meant for it.
 */
function NewGroupDialog({ name, members }: { name: string; members: readonly AccountId[] }) {
  const { t } = useTranslation();
  const { bridge, room, dialogs } = useRoomStores();
  const show = useShowConversation();
  const isInFront = useIsInFront();
  const [isMaking, setIsMaking] = useState(false);
  const firstWords = useFirstWords(isMaking);
  const field = useRef<HTMLTextAreaElement>(null);
  const state = useRoom((all) => all);
  const people = useMemo(() => groupCandidates(state), [state]);
  const make = async (chosenName: string, chosen: AccountId[]) => {
    // The one who makes it is a member too.
    const tooMany = tooManyFor(chosen.length + 1);
    if (tooMany) return tooMany;
    setIsMaking(true);
    const params = { room: room.id, name: chosenName, members: chosen };
    const answer = await bridge.request('group/make', params);
    setIsMaking(false);
    if (!answer.ok) {
      firstWords.takeBack();
      return answer;
    }
    // Ends letters that are being composed there, with what they are so far.
    field.current?.blur();
    const isShown = isInFront();
    firstWords.arrive(answer.value.in, isShown);
    // Somebody who closed the dialog meanwhile, or is in another one, stays where they are.
    if (isShown) show(answer.value.in);
    return answer;
  };
  return (
    <PeopleForm
      title={t('groups.new')}
      description={t('groups.newText')}
      action={t('groups.make')}
      name={name}
      people={people}
      chosen={members}
      offersGroups
      submit={make}
      onChange={(typed, chosen) => dialogs.keep({ is: 'new-group', name: typed, members: chosen })}
      below={<TypedForGroup field={field} isMaking={isMaking} />}
    />
  );
}

/**
 * What is typed for the group outlives its dialog, as what is half made does: it stands in the field of the next one, also
 * after one was in another room. If the group is being made, that waits: it is its draft then, or comes back so.
 */
function useFirstWords(isMaking: boolean) {
  const { composer, dialogs } = useRoomStores();
  /** Known once nobody sees the field any more. */
  const waiting = useRef<string>(undefined);
  const aside = useStore(dialogs, (state) => state.firstWords);
  useEffect(() => {
    const text = dialogs.takeFirstWords();
    if (text !== '') composer.giveBack(beingMade, text);
  }, [composer, dialogs, aside]);
  const leave = useEffectEvent(() => {
    const text = composer.takeOut();
    if (isMaking) waiting.current = text;
    else dialogs.keepFirstWords(text);
  });
  useEffect(() => () => leave(), []);
  return {
    arrive(made: ConversationId, isShown: boolean): void {
      if (waiting.current === undefined) composer.arrive(made, isShown);
      else if (waiting.current !== '') composer.giveBack(made, waiting.current);
    },
    takeBack(): void {
      if (waiting.current === undefined) composer.takeBack();
      else dialogs.keepFirstWords(waiting.current);
    },
  };
}

type TypedForGroupProps = { field: RefObject<HTMLTextAreaElement | null>; isMaking: boolean };

function TypedForGroup({ field, isMaking }: TypedForGroupProps) {
  const { t } = useTranslation();
  const { composer } = useRoomStores();
  const text = useStore(composer, (state) => state.drafts.get(beingMade)) ?? '';
  if (!isMaking && text === '') return null;
  const enter = () => {
    if (!isMaking) composer.write(beingMade, `${text}\n`);
    else if (text.trim() !== '') composer.enterAhead(beingMade);
  };
  return (
    <TypedMeanwhile
      field={field}
      label={t('groups.firstMessage')}
      text={text}
      onWrite={(typed) => composer.write(beingMade, typed)}
      onSend={enter}
    />
  );
}

type OfGroup = { group: ConversationId };

function RenameGroupDialog({ group }: OfGroup) {
  const { t } = useTranslation();
  const { bridge, room } = useRoomStores();
  const name = useRoom((state) => state.groups.get(group)?.name) ?? '';
  return (
    <PeopleForm
      title={t('groups.renameTitle', { group: name })}
      action={t('groups.rename')}
      name={name}
      submit={(chosen) =>
        bridge.request('group/rename', { room: room.id, in: group, name: chosen })
      }
    />
  );
}

function AddToGroupDialog({ group: id }: OfGroup) {
  const { t } = useTranslation();
  const { bridge, room } = useRoomStores();
  const state = useRoom((all) => all);
  const group = state.groups.get(id);
  const people = useMemo(() => {
    const inGroup = new Set(group?.members);
    return groupCandidates(state).filter(({ account }) => !inGroup.has(account));
  }, [state, group]);
  const add = async (_: string, chosen: AccountId[]) => {
    const tooMany = tooManyFor((group?.members.length ?? 0) + chosen.length);
    if (tooMany) return tooMany;
    for (const account of chosen) {
      const answer = await bridge.request('group/add', { room: room.id, in: id, account });
      // Another window may have added this one meanwhile: that is what was wanted.
      if (!answer.ok && answer.refusal.code !== 'already-in-group') return answer;
    }
    return done(null);
  };
  return (
    <PeopleForm
      title={t('groups.addTitle', { group: group?.name ?? t('groups.unnamed') })}
      description={t('groups.addText')}
      action={t('groups.add')}
      people={people}
      offersGroups
      submit={add}
    />
  );
}

/** Says what leaving means before it is done. */
function LeaveGroupQuestion({ group }: OfGroup) {
  const { t } = useTranslation();
  const { request, room } = useRoomStores();
  const close = useCloseDialog();
  const view = useRoom((state) => state.groups.get(group));
  const self = useRoom((state) => state.room?.account);
  const name = useRoom((state) => ownNameOf(state, group));
  const passesOn = view !== undefined && view.owner === self && view.members.length > 1;
  return (
    <Question
      title={t('groups.leaveTitle', { group: name ?? t('groups.unnamed') })}
      text={
        view?.topic
          ? t('topics.leaveText')
          : passesOn
            ? t('groups.leaveOwnerText')
            : t('groups.leaveText')
      }
      action={t('groups.leave')}
      onClose={close}
      onConfirm={() => {
        close();
        void request('group/leave', { room: room.id, in: group });
      }}
    />
  );
}

/** The room would refuse it too, but only after some had been added. */
function tooManyFor(count: number) {
  const limit = limits.groupMembers;
  return count > limit ? refused({ code: 'group-full', limit }) : undefined;
}

type ContactGroupDialogProps = {
  /** Missing for one that is to be made. */
  group?: string;
  /** At first, in one that is to be made. */
  name?: string;
  members?: readonly AccountId[];
};

/** Makes a contact group, or renames and fills one (R0.8). */
function ContactGroupDialog({ group, name = '', members = [] }: ContactGroupDialogProps) {
  const { t } = useTranslation();
  const { bridge, room, dialogs } = useRoomStores();
  const isInFront = useIsInFront();
  const state = useRoom((all) => all);
  const known = group === undefined ? undefined : state.contactGroups.get(group);
  const people = useMemo(() => othersOf(state), [state]);
  const save = async (chosenName: string, chosen: AccountId[]) => {
    const answer = await bridge.request('contact-group/save', {
      room: room.id,
      group,
      name: chosenName,
      members: chosen,
    });
    if (answer.ok && !known && isInFront()) {
      goTo({ to: 'contact-group', room: room.id, group: answer.value.group });
    }
    return answer;
  };
  return (
    <PeopleForm
      title={known ? t('contacts.editGroup', { group: known.name }) : t('contacts.newGroup')}
      description={t('contacts.groupText')}
      action={known ? t('contacts.save') : t('contacts.make')}
      name={known?.name ?? name}
      people={people}
      chosen={known?.members ?? members}
      keepsAbsent
      mayBeEmpty
      submit={save}
      onChange={(typed, chosen) => {
        if (group === undefined)
          dialogs.keep({ is: 'new-contact-group', name: typed, members: chosen });
      }}
    />
  );
}
