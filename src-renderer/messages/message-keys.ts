import type { KeyboardEvent } from 'react';
import { sideOfArrow } from '../ui/arrow-side.ts';
import type { AboutMessage, MessageRowProps } from './message-row-props.ts';
import type { OpenTool } from './message-tools.tsx';

/** What a key does on the message that has the focus; false if nothing. */
export function pressed(
  event: KeyboardEvent,
  { about, waiting }: Pick<MessageRowProps, 'about' | 'waiting'>,
  setOpen: (tool: OpenTool) => void,
): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || !(about || waiting)) return false;
  const isMenuKey = event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey);
  const key = event.key.toLowerCase();
  const ofWaiting = key === 'e' ? waiting?.edit : key === 'delete' ? waiting?.remove : undefined;
  const ofKey = about ? actOfKey(key, about, setOpen) : ofWaiting;
  const act = isMenuKey ? () => setOpen('more') : ofKey;
  act?.();
  return act !== undefined;
}

/** Undefined if the key does nothing, or this person may not. */
function actOfKey(
  key: string,
  { seq, look, isSaved, may, acts }: AboutMessage,
  setOpen: (tool: OpenTool) => void,
): (() => void) | undefined {
  const all: Record<string, { may: boolean; act: () => void } | undefined> = {
    '+': { may: may.write, act: () => setOpen('react') },
    r: { may: may.write, act: () => acts.reply(seq) },
    e: { may: may.edit, act: () => acts.edit(seq) },
    u: { may: true, act: () => acts.markUnread(seq) },
    l: { may: true, act: () => acts.copyLink(seq) },
    f: { may: may.forward, act: () => acts.forward(seq) },
    s: { may: true, act: () => acts.save(seq, !isSaved) },
    p: { may: may.pin, act: () => acts.pin(seq, look.pinnedBy === undefined) },
    delete: { may: may.remove, act: () => acts.remove(seq) },
  };
  const found = all[key];
  return found?.may ? found.act : undefined;
}

/** On a link, and for what was marked, the system's own menu has more to say. */
export function isForSystem(target: EventTarget): boolean {
  return String(getSelection()) !== '' || (target instanceof Element && !!target.closest('a'));
}

/** From the message to whom it mentions, to its reactions and between them, with the arrows. */
export function moveWithin(event: KeyboardEvent<HTMLElement>): boolean {
  const side = sideOfArrow(event.key);
  if (!side) return false;
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-within]')];
  const at = all.findIndex((each) => each === document.activeElement);
  const next = all[side === 'end' ? at + 1 : at - 1];
  if (!next && at !== 0) return false;
  event.preventDefault();
  (next ?? event.currentTarget).focus();
  return true;
}

export function isCopyKey(event: { key: string; ctrlKey: boolean; metaKey: boolean }): boolean {
  return (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'c';
}
