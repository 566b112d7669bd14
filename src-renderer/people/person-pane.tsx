import { AttentionLine } from '../room/attention-menu.tsx';
import { PrivacyLine } from '../room/privacy-line.tsx';
import { useTranslation } from 'react-i18next';
import { AtSign, Ban, Lock, MessageSquare, UsersRound } from 'lucide-react';
import type { Member } from '../../src-shared/protocol/members.ts';
import {
  conversationKind,
  directConversation,
  type AccountId,
} from '../../src-shared/protocol/ids.ts';
import { useApp, useAppStores } from '../window/app-context.tsx';
import { useAskPrivate, useShowFromPane } from '../room/use-show.ts';
import { refusePrivate } from '../room/permissions.ts';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import { isHere, contactOf, peopleOf } from '../room/room-selectors.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Menu } from '../ui/menu.tsx';
import { Panel } from '../ui/panel.tsx';
import { Switch } from '../ui/switch.tsx';
import { useIsNarrow } from '../ui/use-is-narrow.ts';
import { ModerationButtons } from './moderation-deeds.tsx';
import { PersonMenuItems } from './person-menu.tsx';
import { RoleTag, useMutedWords } from './role-mark.tsx';
import { PresenceWords, useStatusWords } from '../room/person-presence.tsx';
import { useChangeContact } from './use-contacts.ts';
import { PictureChooser } from './picture-chooser.tsx';
import card from './card.module.css';
import styles from './person-pane.module.css';
import { useEffect, useEffectEvent, useId, useRef, useState, type RefObject } from 'react';

/** A person's card: how they stand, what one keeps of them, and what one can do. */
export function PersonPane({ account }: { account: AccountId }) {
  const { t } = useTranslation();
  const { frame } = useAppStores();
  const member = useRoom((state) => state.members.get(account));
  const isSelf = useRoom((state) => state.room?.account === account);
  const room = useRoom((state) => state.room?.room);
  const place = useRef<HTMLElement>(null);
  useFocusOfCard(account, place);
  return (
    <Panel
      place={place}
      label={t('contacts.details')}
      close={{ label: t('ui.close'), run: frame.closePane }}
      actions={
        <>
          <IconButton
            label={t('contacts.back')}
            icon={<UsersRound />}
            onClick={() => frame.showPane('members')}
          />
          {member && !isSelf ? (
            <Menu label={t('contacts.menuOf', { name: member.name })}>
              <PersonMenuItems account={account} mayWrite />
            </Menu>
          ) : null}
        </>
      }
    >
      {member ? (
        <div className={card.card}>
          <Identity member={member} isSelf={isSelf} />
          {isSelf && !member.guest && room ? (
            <PictureChooser room={room} of="self" has={member.picture !== undefined} />
          ) : null}
          {isSelf ? null : <Kept key={account} member={member} />}
          {isSelf ? null : <Told account={account} />}
          {isSelf ? null : <PrivacyLine kind="direct" isWithGuest={member.guest === true} />}
        </div>
      ) : (
        <EmptyState title={t('contacts.nobody')} />
      )}
    </Panel>
  );
}

/** What one is told of the direct conversation with them. */
function Told({ account }: { account: AccountId }) {
  const self = useRoom((state) => state.room?.account);
  return self ? <AttentionLine conversation={directConversation(self, account)} /> : null;
}

/**
 * The focus goes to the card that one asks for, unless one is writing, and back to where it was when the card goes; in a
 * narrow window it goes with the pages.
 */
function useFocusOfCard(account: AccountId, place: RefObject<HTMLElement | null>): void {
  const { frame } = useAppStores();
  const isNarrow = useIsNarrow();
  const before = useRef<Element>(null);
  useEffect(() => {
    const now = document.activeElement;
    if (isNarrow || now instanceof HTMLTextAreaElement || place.current?.contains(now)) return;
    before.current = now;
    place.current?.focus();
  }, [account, place, isNarrow]);
  useEffect(
    () => () => {
      const isLost = document.activeElement === null || document.activeElement === document.body;
      if (!isLost || frame.getState().pane !== undefined) return;
      if (before.current instanceof HTMLElement) before.current.focus();
    },
    [frame],
  );
}

function Identity({ member, isSelf }: { member: Member; isSelf: boolean }) {
  const { t } = useTranslation();
  const { account, name, presence, guest } = member;
  const muted = useMutedWords(member);
  const status = useStatusWords(member);
  return (
    <div className={card.identity}>
      <Avatar name={name} id={account} size={56} presence={presence} />
      <h3 className={card.name}>
        <bdi>{name}</bdi>
        {isSelf ? <span className={card.faint}> ({t('members.you')})</span> : null}
      </h3>
      <p className={card.presence}>
        <PresenceWords member={member} />
      </p>
      {status === undefined ? null : (
        <p className={styles.status} dir="auto">
          {status}
        </p>
      )}
      {guest ? null : <RoleTag member={member} />}
      {muted ? <p className={styles.muted}>{muted}</p> : null}
      {guest ? <p className={styles.guest}>{t('contacts.guestText')}</p> : null}
    </div>
  );
}

function Kept({ member }: { member: Member }) {
  const { t } = useTranslation();
  const show = useShowFromPane();
  const { dialogs } = useRoomStores();
  const { change } = useChangeContact();
  const askPrivate = useAskPrivate();
  const { account } = member;
  const self = useRoom((state) => state.room?.account);
  const contact = useRoom((state) => contactOf(state, account));
  const forbidden = useRoom((state) => refusePrivate(state, account));
  const mayAsk = isHere(member) && !member.guest && !contact.blocked;
  return (
    <>
      <div className={card.actions}>
        <Button
          look="primary"
          icon={<MessageSquare size={16} />}
          onClick={() => self && show(directConversation(self, account))}
        >
          {t('contacts.write')}
        </Button>
        <MentionButton member={member} />
        {mayAsk && !forbidden ? (
          <Button icon={<Lock size={16} />} onClick={() => askPrivate(account)}>
            {t('contacts.askPrivate')}
          </Button>
        ) : null}
      </div>
      {mayAsk && forbidden ? <p className={card.faint}>{refusalText(t, forbidden)}</p> : null}
      <PersonNote account={account} />
      <div className={styles.switches}>
        <Switch
          label={t('contacts.favourite')}
          checked={contact.favourite}
          onChange={(favourite) => void change(account, { favourite })}
        />
        <Switch
          label={t('contacts.mute')}
          hint={t('contacts.muteHint')}
          checked={contact.muted}
          onChange={(muted) => void change(account, { muted })}
        />
      </div>
      {contact.blocked ? (
        <Button icon={<Ban size={16} />} onClick={() => void change(account, { blocked: false })}>
          {t('contacts.unblock')}
        </Button>
      ) : (
        <Button
          look="danger-quiet"
          icon={<Ban size={16} />}
          onClick={() => dialogs.open({ is: 'block', account })}
        >
          {t('contacts.blockAsk')}
        </Button>
      )}
      <ModerationButtons account={account} />
    </>
  );
}

/** Writes their name into what one is writing, where several read it. */
function MentionButton({ member: { account, name } }: { member: Member }) {
  const { t } = useTranslation();
  const { composer, frame, room } = useRoomStores();
  const shown = useApp(({ route }) => ('in' in route ? route.in : undefined));
  const isReader = useRoom((state) => {
    if (shown === undefined || conversationKind(shown) === 'direct') return false;
    return peopleOf(state, shown).some((each) => each.account === account);
  });
  if (shown === undefined || !isReader) return null;
  const mention = () => {
    const { drafts } = composer.getState();
    const draft = drafts.get(shown) ?? room.getState().conversations.get(shown)?.draft ?? '';
    const blank = draft === '' || /\s$/.test(draft) ? '' : ' ';
    composer.write(shown, `${draft}${blank}@${name} `);
    frame.closePane();
    document.querySelector<HTMLElement>('main textarea')?.focus();
  };
  return (
    <Button icon={<AtSign size={16} />} onClick={mention}>
      {t('contacts.mention')}
    </Button>
  );
}

const maxCharacters = 2000;
const saveDelayMs = 600;

/** What this person noted of somebody; saved by itself while one writes and when one goes. */
function PersonNote({ account }: { account: AccountId }) {
  const { t } = useTranslation();
  const { clock } = useRoomStores();
  const { change } = useChangeContact();
  const saved = useRoom((state) => contactOf(state, account).note);
  /** Undefined while nothing waits to be saved. */
  const [written, setWritten] = useState<string>();
  const id = useId();
  const save = () => {
    if (written !== undefined && written !== saved) void change(account, { note: written });
  };
  const saveLater = useEffectEvent(save);
  useEffect(() => {
    if (written === undefined) return undefined;
    return clock.after(saveDelayMs, () => saveLater());
  }, [clock, written]);
  useEffect(() => () => saveLater(), []);
  useEffect(() => {
    // From here on what another window writes is shown again.
    if (written === saved) setWritten(undefined);
  }, [written, saved]);
  return (
    <div className={styles.noteField}>
      <label htmlFor={id} className={styles.label}>
        {t('contacts.note')}
      </label>
      <textarea
        id={id}
        className={styles.note}
        rows={3}
        dir="auto"
        maxLength={maxCharacters}
        placeholder={t('contacts.noteHint')}
        value={written ?? saved}
        onChange={(event) => setWritten(event.target.value)}
        onBlur={save}
      />
    </div>
  );
}
