import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { MessageField } from '../composer/message-field.tsx';
import type { PrivateStore } from './private-store.ts';

/** Where one writes in a private chat; nothing of it is kept as a draft. */
export function PrivateWriting({ name, store }: { name: string; store: PrivateStore }) {
  const { t } = useTranslation();
  const { text, refusal } = useStore(store);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <MessageField
      field={field}
      label={t('privateChat.write', { name })}
      placeholder={t('privateChat.writeShort', { name })}
      text={text}
      refusal={refusal}
      onWrite={store.write}
      onSend={() => {
        void store.send();
        field.current?.focus();
      }}
    />
  );
}
