import type { Cid } from '../../src-shared/protocol/ids.ts';

/** What a person can do to a message; the same object for all rows of a list. */
export type MessageActs = {
  reply: (seq: number) => void;
  edit: (seq: number) => void;
  /** Asks first. */
  remove: (seq: number) => void;
  /** The same of one that the room does not have yet. */
  editWaiting: (cid: Cid) => void;
  removeWaiting: (cid: Cid) => void;
  react: (seq: number, emoji: string, isOn: boolean) => void;
  /** Asks which. */
  chooseEmoji: (seq: number) => void;
  copyLink: (seq: number) => void;
  /** From this one on. */
  markUnread: (seq: number) => void;
  /** Asks where to. */
  forward: (seq: number) => void;
  pin: (seq: number, isOn: boolean) => void;
  save: (seq: number, isOn: boolean) => void;
  showVersions: (seq: number) => void;
  /** Who reacted, and with what. */
  showReactions: (seq: number) => void;
  jump: (seq: number) => void;
};

/** What may be done to this one. */
export type MessageMay = {
  edit: boolean;
  remove: boolean;
  write: boolean;
  pin: boolean;
  forward: boolean;
};

/** Offered at once; whatever else there is stands behind "another". */
export const commonEmoji = ['👍', '❤️', '😂', '😮', '😢', '🙏'] as const;

/** Keys on a message that has the focus. */
export const messageKeys = [
  { id: 'message-reply', keys: ['R'] },
  { id: 'message-react', keys: ['+'] },
  { id: 'message-edit', keys: ['E'] },
  { id: 'message-pin', keys: ['P'] },
  { id: 'message-unread', keys: ['U'] },
  { id: 'message-link', keys: ['L'] },
  { id: 'message-forward', keys: ['F'] },
  { id: 'message-save', keys: ['S'] },
  { id: 'message-delete', keys: ['Delete'] },
  { id: 'message-menu', keys: ['Shift', 'F10'] },
] as const;
