import type { StoreApi } from 'zustand/vanilla';
import type { OdaBridge, Pushes } from '../../src-shared/bridge/bridge.ts';
import type { Quote } from '../../src-shared/member/own-copy.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { Cid, ConversationId, RoomId } from '../../src-shared/protocol/ids.ts';
import { refuseText } from '../../src-shared/text/refuse-text.ts';

/** Which message is changed: one that the room has, one that waits, or one that was said just now and waits in a moment. */
export type EditTarget = { seq: number } | { cid: Cid } | { said: number };

export type EditMode = {
  is: 'edit';
  of: EditTarget;
  /** What stands in the field meanwhile; the draft waits. */
  text: string;
  before: string;
  /** Another one for each edit that was begun. */
  begun: number;
  /** Enter was pressed: it is done as soon as the message has arrived, as nobody can change it until then. */
  isDue?: true;
  /** What the draft that waits answers. */
  under?: Quote | undefined;
};

/** What the field is for just now, instead of a message of its own. */
export type ComposerMode = EditMode | { is: 'reply'; quote: Quote };

export type ModesState = {
  modes: ReadonlyMap<ConversationId, ComposerMode>;
  /** What is begun instead, if the person agrees that what was changed is not kept. */
  asked: ReadonlyMap<ConversationId, ComposerMode>;
  /** Why the last try to send was refused; gone with the next change of the text. */
  refusals: ReadonlyMap<ConversationId, Refusal>;
};

type ModeParts = {
  room: RoomId;
  store: StoreApi<ModesState>;
  maxTextCharacters: () => number;
  refuse: (conversation: ConversationId, refusal: Refusal | undefined) => void;
  /** What was typed comes into the field, before what stands there. */
  giveBack: (conversation: ConversationId, text: string) => void;
};

/** The room may have it, or has it: it is changed as soon as it is here as a message. */
const isThere: ReadonlySet<string> = new Set(['message-under-way', 'no-such-message']);

export type ComposerModes = ReturnType<typeof createModes>;

/** What the field is for: the draft stays as it is while a message is changed. */
export function createModes(bridge: OdaBridge, parts: ModeParts) {
  const { room, store, refuse, giveBack, maxTextCharacters } = parts;
  let begun = 0;
  /** Edits whose text is just being put into what waits. */
  const saving = new Map<number, EditMode>();

  const modeOf = (conversation: ConversationId) => store.getState().modes.get(conversation);

  function setMode(conversation: ConversationId, mode: ComposerMode | undefined): void {
    store.setState((state) => ({ modes: withOne(state.modes, conversation, mode) }));
    if (store.getState().refusals.has(conversation)) refuse(conversation, undefined);
  }

  /** The draft stands in the field again, and what it answers above it. */
  function endMode(conversation: ConversationId): void {
    const mode = modeOf(conversation);
    const under = mode?.is === 'edit' ? mode.under : undefined;
    if (mode) setMode(conversation, under && { is: 'reply', quote: under });
  }

  function begin(conversation: ConversationId, next: ComposerMode): void {
    const mode = modeOf(conversation);
    if (mode?.is === 'edit' && next.is === 'edit' && isSame(mode.of, next.of)) return;
    if (mode?.is === 'edit' && mode.text !== mode.before) {
      store.setState((state) => ({ asked: withOne(state.asked, conversation, next) }));
      return;
    }
    const under = mode?.is === 'reply' ? mode.quote : mode?.under;
    setMode(conversation, next.is === 'edit' ? { ...next, under } : next);
  }

  /** Whether what was changed is left for what is begun instead. */
  function answerAsked(conversation: ConversationId, isLeft: boolean): void {
    const next = store.getState().asked.get(conversation);
    store.setState((state) => ({ asked: withOne(state.asked, conversation, undefined) }));
    if (!next || !isLeft) return;
    endMode(conversation);
    begin(conversation, next);
  }

  function startEdit(conversation: ConversationId, of: EditTarget, text: string): void {
    begun += 1;
    begin(conversation, { is: 'edit', of, text, before: text, begun });
  }

  function writeEdit(conversation: ConversationId, text: string): void {
    const mode = modeOf(conversation);
    if (mode?.is === 'edit') setMode(conversation, { ...mode, text });
  }

  /** Returns whether the edit was taken, or there was nothing to change; the draft stands in the field again then. */
  async function saveEdit(conversation: ConversationId): Promise<boolean> {
    const mode = modeOf(conversation);
    if (mode?.is !== 'edit') return false;
    const { of, text, before } = mode;
    const refusal = refuseText(text, maxTextCharacters());
    if (refusal) {
      refuse(conversation, refusal);
      return false;
    }
    if (text !== before && 'said' in of) {
      setMode(conversation, { ...mode, isDue: true });
      return false;
    }
    endMode(conversation);
    if (text === before || 'said' in of) return true;
    return 'seq' in of ? change(conversation, mode, of.seq) : rewrite(conversation, mode, of.cid);
  }

  async function change(
    conversation: ConversationId,
    mode: EditMode,
    target: number,
  ): Promise<boolean> {
    const done = { type: 'edit-message', target, text: mode.text } as const;
    const answer = await bridge.request('message/change', { room, in: conversation, change: done });
    if (answer.ok) return true;
    comeBack(conversation, mode);
    refuse(conversation, answer.refusal);
    return false;
  }

  /** What waits says something else, or what it became if it has gone out meanwhile. */
  async function rewrite(conversation: ConversationId, mode: EditMode, cid: Cid): Promise<boolean> {
    saving.set(mode.begun, mode);
    const answer = await bridge.request('message/rewrite', { room, cid, text: mode.text });
    const now = saving.get(mode.begun) ?? mode;
    saving.delete(mode.begun);
    if (answer.ok) return true;
    const isOnItsWay = isThere.has(answer.refusal.code);
    if (isOnItsWay && 'seq' in now.of) return change(conversation, now, now.of.seq);
    comeBack(conversation, isOnItsWay ? { ...now, isDue: true } : now);
    if (!isOnItsWay) refuse(conversation, answer.refusal);
    return false;
  }

  /** What could not be done stands in the field again, or before the draft if that is for something else now. */
  function comeBack(conversation: ConversationId, mode: EditMode): void {
    const now = modeOf(conversation);
    if (now?.is === 'edit') giveBack(conversation, mode.text);
    else setMode(conversation, mode);
  }

  /** What was being changed is not there any more: what was typed is a draft, and that is said. */
  function lose(conversation: ConversationId, { text, before }: EditMode): void {
    endMode(conversation);
    const isTyped = text !== before && text.trim() !== '';
    if (isTyped) giveBack(conversation, text);
    refuse(conversation, { code: isTyped ? 'edited-was-deleted' : 'message-gone' });
  }

  /** The edit goes on with what its message has become. */
  function retarget(is: (of: EditTarget) => boolean, of: EditTarget): void {
    for (const [id, mode] of saving) if (is(mode.of)) saving.set(id, { ...mode, of });
    for (const [conversation, mode] of store.getState().modes) {
      if (mode.is !== 'edit' || !is(mode.of)) continue;
      const { isDue, ...rest } = mode;
      setMode(conversation, { ...rest, of });
      if (isDue) void saveEdit(conversation);
    }
  }

  function loseIf(conversation: ConversationId, isLost: (mode: EditMode) => boolean): void {
    const mode = modeOf(conversation);
    if (mode?.is === 'edit' && isLost(mode)) lose(conversation, mode);
  }

  const pushes = {
    'timeline/appended': ({ entries }: Pushes['timeline/appended']) => {
      for (const entry of entries) {
        if (entry.type !== 'message' || entry.cid === undefined) continue;
        retarget((of) => 'cid' in of && of.cid === entry.cid, { seq: entry.seq });
      }
    },
    /** An entry is told before its message leaves the outbox. */
    'outbox/changed': ({ in: id, items }: Pushes['outbox/changed']) => {
      const itemOf = ({ of }: EditMode) => items.find((item) => 'cid' in of && item.cid === of.cid);
      loseIf(id, (mode) => 'cid' in mode.of && !itemOf(mode));
      const mode = modeOf(id);
      if (mode?.is !== 'edit' || !mode.isDue) return;
      // The room did not take it as it was.
      if (itemOf(mode)?.state.is === 'failed') void saveEdit(id);
    },
    'message/changed': ({ in: id, messages }: Pushes['message/changed']) =>
      loseIf(id, ({ of }) =>
        messages.some(
          ({ message, marks }) =>
            'seq' in of && message.seq === of.seq && (marks.deleted || message.text === ''),
        ),
      ),
    /** What was to be answered is gone; what was typed stays. */
    'timeline/expired': ({ in: id, firstSeq }: Pushes['timeline/expired']) => {
      const mode = modeOf(id);
      if (mode?.is === 'reply' && mode.quote.seq < firstSeq) endMode(id);
      loseIf(id, ({ of }) => 'seq' in of && of.seq < firstSeq);
    },
    /** The same numbers may be other messages. */
    'room/resynced': () => {
      for (const [id, mode] of store.getState().modes) {
        if (mode.is === 'reply') endMode(id);
        else loseIf(id, ({ of }) => 'seq' in of);
      }
    },
  };

  return {
    pushes,
    setMode,
    endMode,
    answerAsked,
    startEdit,
    startReply: (conversation: ConversationId, quote: Quote) =>
      begin(conversation, { is: 'reply', quote }),
    writeEdit,
    saveEdit,
    /** What was said is in the outbox under this name, or here as a message already. */
    saidIs: (said: number, of: EditTarget) =>
      retarget((target) => 'said' in target && target.said === said, of),
    /** What was said was not taken: ends what changed it, and gives what it was to say. */
    unsaid(conversation: ConversationId, said: number): string | undefined {
      const mode = modeOf(conversation);
      if (mode?.is !== 'edit' || !('said' in mode.of) || mode.of.said !== said) return undefined;
      endMode(conversation);
      return mode.text;
    },
  };
}

function isSame(one: EditTarget, other: EditTarget): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function withOne<K, V>(map: ReadonlyMap<K, V>, key: K, value: V | undefined): Map<K, V> {
  const changed = new Map(map);
  if (value === undefined) changed.delete(key);
  else changed.set(key, value);
  return changed;
}
