import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { everyone, type ConversationId } from '../../src-shared/protocol/ids.ts';
import { conversationName } from '../groups/group-name.ts';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { conversationOf } from '../room/room-selectors.ts';
import { MessageField } from './message-field.tsx';

export type ComposerProps = {
  conversation: ConversationId;
  /** After a message went into the outbox. */
  onSent: () => void;
};

/** Where one writes: what is written stays until it is sent. */
export function Composer({ conversation, onSent }: ComposerProps) {
  const { t } = useTranslation();
  const { composer, room } = useRoomStores();
  const saved = useRoom((state) => conversationOf(state, room.id, conversation).draft);
  const name = useRoom((state) => conversationName(state, conversation, t));
  const text = useStore(composer, (state) => state.drafts.get(conversation)) ?? saved;
  const refusal = useStore(composer, (state) => state.refusals.get(conversation));
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const area = field.current;
    area?.focus();
    area?.setSelectionRange(area.value.length, area.value.length);
    return () => composer.flush();
  }, [conversation, composer]);

  const send = () => {
    void composer.send(conversation, text).then((isSent) => {
      if (isSent) onSent();
    });
    field.current?.focus();
  };
  const isEveryone = conversation === everyone;
  return (
    <MessageField
      field={field}
      label={isEveryone ? t('composer.labelEveryone') : t('composer.label', { name })}
      placeholder={
        isEveryone ? t('composer.placeholderEveryone') : t('composer.placeholder', { name })
      }
      text={text}
      refusal={refusal}
      onWrite={(written) => composer.write(conversation, written)}
      onSend={send}
    />
  );
}
