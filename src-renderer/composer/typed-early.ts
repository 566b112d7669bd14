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
  return early.value;
}
