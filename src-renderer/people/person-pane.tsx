import { PrivacyLine } from '../room/privacy-line.tsx';
import { useTranslation } from 'react-i18next';
import { Ban, Lock, MessageSquare, UsersRound } from 'lucide-react';
import type { Member } from '../../src-shared/protocol/members.ts';
import { directConversation, type AccountId } from '../../src-shared/protocol/ids.ts';
import { useAppStores } from '../window/app-context.tsx';
import { useAskPrivate, useShowFromPane } from '../room/use-show.ts';
import { refusePrivate } from '../room/permissions.ts';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import { isHere, contactOf } from '../room/room-selectors.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Menu } from '../ui/menu.tsx';
import { Panel } from '../ui/panel.tsx';
import { Switch } from '../ui/switch.tsx';
import { ModerationButtons } from './moderation-deeds.tsx';
import { PersonMenuItems } from './person-menu.tsx';
import { RoleTag, useMutedWords } from './role-mark.tsx';
import { PresenceWords } from '../room/person-presence.tsx';
import { useChangeContact } from './use-contacts.ts';
import card from './card.module.css';
import styles from './person-pane.module.css';
import { useEffect, useEffectEvent, useId, useState } from 'react';

/** A person's card: how they stand, what one keeps of them, and what one can do. */
export function PersonPane({ account }: { account: AccountId }) {
  const { t } = useTranslation();
  const { frame } = useAppStores();
  const member = useRoom((state) => state.members.get(account));
  const isSelf = useRoom((state) => state.room?.account === account);
  return (
    <Panel
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
          {isSelf ? null : <Kept key={account} member={member} />}
          {isSelf ? null : <PrivacyLine kind="direct" isWithGuest={member.guest === true} />}
        </div>
      ) : (
        <EmptyState title={t('contacts.nobody')} />
      )}
    </Panel>
  );
}

function Identity({ member, isSelf }: { member: Member; isSelf: boolean }) {
  const { t } = useTranslation();
  const { account, name, presence, guest } = member;
  const muted = useMutedWords(member);
  return (
    <div className={card.identity}>
      <Avatar name={name} id={account} size={56} presence={presence} />
      <h3 className={card.name}>
        {name}
        {isSelf ? <span className={card.faint}> ({t('members.you')})</span> : null}
      </h3>
      <p className={card.presence}>
        <PresenceWords member={member} />
      </p>
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
