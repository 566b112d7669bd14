import type { StoreApi } from 'zustand/vanilla';
import type { OdaBridge, Pushes } from '../../src-shared/bridge/bridge.ts';
import type { DraftAim } from '../../src-shared/member/draft-aim.ts';
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
  /** Of what was begun there something else is to be kept; at once, if it is over. */
  changed: (conversation: ConversationId, isOver: boolean) => void;
  keptUntil: KeptUntil;
};

/** What was begun stays on disk until there is an answer: what was typed is in the outbox then, or in the field again. */
export type KeptUntil = (conversation: ConversationId, answer: Promise<unknown>) => void;

/** The room may have it, or has it: it is changed as soon as it is here as a message. */
const isThere: ReadonlySet<string> = new Set(['message-under-way', 'no-such-message']);

/** The mode of each conversation, and how it begins and ends: the draft stays as it is while a message is changed. */
function createModeKeeper({ store, refuse, giveBack, changed }: ModeParts) {
  let begun = 0;

  const modeOf = (conversation: ConversationId) => store.getState().modes.get(conversation);

  function setMode(conversation: ConversationId, mode: ComposerMode | undefined): void {
    const isOther = modeOf(conversation) !== mode;
    if (isOther) store.setState(({ modes }) => ({ modes: withOne(modes, conversation, mode) }));
    if (store.getState().refusals.has(conversation)) refuse(conversation, undefined);
    if (isOther) changed(conversation, mode?.is !== 'edit');
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

  /** What was begun before, in another window or before a restart, is gone on with. */
  function resume(conversation: ConversationId, { quote, edit }: Resumed): void {
    if (modeOf(conversation)) return;
    if (quote) setMode(conversation, { is: 'reply', quote });
    if (!edit) return;
    begun += 1;
    const { of, text, before = '' } = edit;
    const mode = { is: 'edit', text, before, begun, under: quote } as const;
    if (of) setMode(conversation, { ...mode, of });
    else {
      giveBack(conversation, text);
      refuse(conversation, { code: 'edited-was-deleted' });
    }
  }

  return { modeOf, setMode, endMode, begin, answerAsked, startEdit, writeEdit, resume };
}

type ModeKeeper = ReturnType<typeof createModeKeeper>;

/** What Enter does with a message that is changed. */
function createEditSaver(
  bridge: OdaBridge,
  parts: ModeParts,
  { modeOf, setMode, endMode }: ModeKeeper,
) {
  const { room, refuse, giveBack, keptUntil, maxTextCharacters } = parts;
  /** Edits whose text is just being put into what waits. */
  const saving = new Map<number, EditMode>();

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
    if (text === before || 'said' in of) {
      endMode(conversation);
      return true;
    }
    const answer = Promise.withResolvers<boolean>();
    keptUntil(conversation, answer.promise);
    endMode(conversation);
    const isTaken =
      'seq' in of
        ? await change(conversation, mode, of.seq)
        : await rewrite(conversation, mode, of.cid);
    answer.resolve(isTaken);
    return isTaken;
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

  return { saving, saveEdit };
}

/** What the field is for, and what becomes of that by what happens in the room. */
export function createModes(bridge: OdaBridge, parts: ModeParts) {
  const { store, refuse, giveBack } = parts;
  const keeper = createModeKeeper(parts);
  const { modeOf, setMode, endMode, begin, ...begins } = keeper;
  const { saving, saveEdit } = createEditSaver(bridge, parts, keeper);

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

  return {
    ...begins,
    setMode,
    endMode,
    saveEdit,
    pushes: createHearing({ modeOf, endMode, saveEdit, retarget, loseIf, store }),
    startReply: (conversation: ConversationId, quote: Quote) =>
      begin(conversation, { is: 'reply', quote }),
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

type HearingParts = Pick<ModeKeeper, 'modeOf' | 'endMode'> &
  Pick<ModeParts, 'store'> & {
    saveEdit: (conversation: ConversationId) => Promise<boolean>;
    retarget: (is: (of: EditTarget) => boolean, of: EditTarget) => void;
    loseIf: (conversation: ConversationId, isLost: (mode: EditMode) => boolean) => void;
  };

/** What is told of messages that are answered or changed. */
function createHearing({ modeOf, endMode, saveEdit, retarget, loseIf, store }: HearingParts) {
  return {
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
}

/** `of` is missing if what was changed is not there any more. */
export type Resumed = {
  quote: Quote | undefined;
  edit: { of: EditTarget | undefined; text: string; before?: string } | undefined;
};

/** What of it outlives the window. */
export function aimOf(mode: ComposerMode | undefined): DraftAim | undefined {
  if (!mode) return undefined;
  if (mode.is === 'reply') return { reply: mode.quote.seq };
  const { of, text, under } = mode;
  const target = 'said' in of ? {} : of;
  return { ...(under ? { reply: under.seq } : {}), edit: { ...target, text } };
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
