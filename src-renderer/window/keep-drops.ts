/**
 * A file or a link that is dropped where nobody takes it would make the browser go there, away from the app. Text
 * fields take text as ever.
 */
export function keepDrops(target: Window): () => void {
  const refuse = (event: DragEvent): void => {
    // Somebody takes it.
    if (event.defaultPrevented || !event.dataTransfer) return;
    const carriesFile = event.dataTransfer.types.includes('Files');
    if (!carriesFile && event.target instanceof Element && isTextField(event.target)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'none';
  };
  target.addEventListener('dragover', refuse);
  target.addEventListener('drop', refuse);
  return () => {
    target.removeEventListener('dragover', refuse);
    target.removeEventListener('drop', refuse);
  };
}

function isTextField(element: Element): boolean {
  const button = '[type=checkbox], [type=radio], [type=range]';
  return element.closest(`input:not(${button}), textarea, [contenteditable]`) !== null;
}
