import { useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { readTyped } from '../../src-shared/typed/read-typed.ts';
import { MessageField } from '../composer/message-field.tsx';
import type { PrivateStore } from './private-store.ts';

export type PrivateWritingProps = { name: string; store: PrivateStore; onLeave: () => void };

/** In a private chat only `EXIT PM` is a command: everything else is for the partner. */
const noNames = { people: () => [], hasGroup: () => false };

/** Where one writes in a private chat; nothing of it is kept as a draft. */
export function PrivateWriting({ name, store, onLeave }: PrivateWritingProps) {
  const { t } = useTranslation();
  const { text, refusal } = useStore(store);
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => field.current?.focus(), []);
  return (
    <MessageField
      field={field}
      label={t('privateChat.write', { name })}
      placeholder={t('privateChat.writeShort', { name })}
      text={text}
      refusal={refusal}
      onWrite={store.write}
      tip={t('typed.exitTip')}
      onSend={() => {
        const typed = readTyped(text, noNames);
        if (typed.is === 'command' && typed.key === 'exitPrivate') onLeave();
        else void store.send();
        field.current?.focus();
      }}
    />
  );
}
