import { act } from 'react';

type Handed = { files?: File[]; types?: string[] };

/** Drags, drops or pastes there, as a browser does. */
export async function hand(element: Element, kind: string, handed: File[] | Handed = []) {
  const { files = [], types = ['Files'] } = Array.isArray(handed) ? { files: handed } : handed;
  const items = files.map((each) => ({
    kind: 'file',
    webkitGetAsEntry: () => null,
    getAsFile: () => each,
  }));
  const event = new Event(kind, { bubbles: true, cancelable: true });
  const carried = { types, items, files, dropEffect: 'none', getData: () => '' };
  Object.assign(event, { dataTransfer: carried, clipboardData: carried });
  await act(async () => void element.dispatchEvent(event));
  return event;
}
