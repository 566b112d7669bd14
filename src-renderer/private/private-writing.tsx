import { useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { readTyped } from '../../src-shared/typed/read-typed.ts';
import { MessageField } from '../messages/message-field.tsx';
import { classNames } from '../ui/class-names.ts';
import hidden from '../ui/visually-hidden.module.css';
import type { PrivateStore } from './private-store.ts';

/** `ahead`: nothing can be sent yet; what is typed waits in the field, which is seen once it holds something. */
export type WayOfWriting = 'ahead' | 'open' | 'over';

export type PrivateWritingProps = {
  way: WayOfWriting;
  name: string;
  store: PrivateStore;
  onLeave: () => void;
};

/** In a private chat only `EXIT PM` is a command: everything else is for the partner. */
const noNames = { people: () => [], hasGroup: () => false };

/** Where one writes in a private chat; nothing of it is kept as a draft. */
export function PrivateWriting({ way, name, store, onLeave }: PrivateWritingProps) {
  const { t } = useTranslation();
  const { text, refusal } = useStore(store);
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => field.current?.focus(), [way]);
  if (way === 'over') return null;
  return (
    <div className={classNames(way === 'ahead' && text === '' && hidden.hidden)}>
      <MessageField
        field={field}
        label={t('privateChat.write', { name })}
        placeholder={t('privateChat.writeShort', { name })}
        text={text}
        refusal={way === 'open' ? refusal : undefined}
        onWrite={store.write}
        tip={t('typed.exitTip')}
        onSend={() => {
          if (way === 'ahead') return text === '' ? undefined : store.write(`${text}\n`);
          const typed = readTyped(text, noNames);
          if (typed.is === 'command' && typed.key === 'exitPrivate') onLeave();
          else void store.send();
          field.current?.focus();
        }}
      />
    </div>
  );
}
