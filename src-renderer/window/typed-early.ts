const elsewhere = 'oda-typed-elsewhere';

/**
 * Before the page loads itself again: what is typed meanwhile goes on where one types now. A password, a name or
 * what is searched for is not to be found in a message.
 */
export function leaveTypedEarly(): void {
  const isWriting = document.activeElement?.matches('textarea, body') ?? true;
  if (!isWriting) sessionStorage.setItem(elsewhere, 'yes');
}

/**
 * Takes what was typed before the app stood in the page; once, as what took it is gone then. The page brings
 * a field of its own for that (`index.html`): there the browser itself puts the keys, before any script runs.
 */
export function takeTypedEarly(): string {
  const early = document.querySelector<HTMLTextAreaElement>('#typed-early');
  if (!early) return '';
  // Ends letters that are being composed there, with what they are so far.
  early.blur();
  early.remove();
  const isForElsewhere = sessionStorage.getItem(elsewhere) !== null;
  sessionStorage.removeItem(elsewhere);
  return isForElsewhere ? '' : early.value;
}
