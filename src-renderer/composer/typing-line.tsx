import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { everyone, type AccountId, type ConversationId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { useFormat } from '../i18n/format.ts';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { nameOf } from '../room/room-selectors.ts';

/** More are counted. */
const mostNames = 2;
const nobody: readonly AccountId[] = [];

/** Who types there; whoever listens is not told, as it comes and goes all the time. */
export function TypingLine({ conversation }: { conversation: ConversationId }) {
  const { t } = useTranslation();
  const format = useFormat();
  const accounts = useRoom((state) => state.typing.get(conversation) ?? nobody);
  const names = useRoom((state) =>
    accounts.map((account) => nameOf(state, account) ?? t('conversations.someone')),
  );
  const count = accounts.length;
  if (count === 0) return null;
  return (
    <span>
      {count > mostNames
        ? t('composer.typingMany', { count })
        : t('composer.typing', { count, names: format.list(names) })}
    </span>
  );
}

/**
 * Says that this person types there, now and then, and that it is over. Returns what is to hear each change of the
 * text, and what is to hear that it was said: a message that arrives says by itself that it is over.
 */
export function useSaidTyping(conversation: ConversationId, { text, isEdit }: TypedIn) {
  const { bridge, room, clock } = useRoomStores();
  const saidAt = useRef<number>(undefined);
  const say = useMemo(
    () => (isTyping: boolean) => {
      const now = clock.monotonicMs();
      const isKnown = saidAt.current !== undefined && now - saidAt.current < limits.typingAgainMs;
      if (isTyping ? isKnown : saidAt.current === undefined) return;
      saidAt.current = isTyping ? now : undefined;
      void bridge.request('typing/set', { room: room.id, in: conversation, isTyping });
    },
    [bridge, clock, room, conversation],
  );
  // What was changed, or left as it was, is no message that arrives.
  useEffect(() => () => say(false), [say, isEdit]);
  useEffect(() => {
    if (text === '') say(false);
  }, [say, text]);
  return {
    hearText: (written: string) => {
      // A command is said to nobody, and all of them are too many.
      if (conversation !== everyone) say(written.trim() !== '' && !written.startsWith('/'));
    },
    hearSaid: () => {
      saidAt.current = undefined;
    },
  };
}

type TypedIn = {
  text: string;
  /** A message is changed. */
  isEdit: boolean;
};
