import type { KeyboardEvent } from 'react';

/** ↑ and ↓ go from message to message, so that each can be read aloud and copied without a mouse. */
export function moveBetweenMessages(event: KeyboardEvent<HTMLElement>): void {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-message]')];
  const focused = all.findIndex((message) => message.contains(document.activeElement));
  const box = event.currentTarget.getBoundingClientRect();
  const lowest = all.findLastIndex((one) => one.getBoundingClientRect().bottom <= box.bottom);
  const next = focused === -1 ? lowest : focused + (event.key === 'ArrowUp' ? -1 : 1);
  const message = all[next];
  if (!message) return;
  event.preventDefault();
  message.focus({ preventScroll: true });
  message.scrollIntoView({ block: 'nearest' });
}
