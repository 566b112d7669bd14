import { useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppStores } from '../window/app-context.tsx';
import { carriesFiles } from './dropped-files.ts';

/** Says of its own what becomes of files that hang over it. */
export const dropPlace = { 'data-drop-place': '' };

/** What asks for an answer lies over the window, and is no way to what is below it. */
const taken = '[data-drop-place], [data-base-ui-portal]';

/** Takes the files that are dropped in the window where nobody else does. True while they hang there. */
export function useStrayFiles(take: (dropped: DataTransfer) => void): boolean {
  const [isAimedAt, setIsAimedAt] = useState(false);
  const onDrop = useEffectEvent(take);
  useEffect(() => {
    const heard = new AbortController();
    // Before the window, which refuses what is left.
    document.addEventListener(
      'dragover',
      (event) => {
        const stray = strayIn(event);
        setIsAimedAt(stray !== undefined);
        if (!stray) return;
        event.preventDefault();
        stray.dropEffect = 'copy';
      },
      heard,
    );
    document.addEventListener(
      'dragleave',
      ({ relatedTarget }) => {
        if (!relatedTarget) setIsAimedAt(false);
      },
      heard,
    );
    document.addEventListener(
      'drop',
      (event) => {
        const stray = strayIn(event);
        setIsAimedAt(false);
        if (!stray) return;
        event.preventDefault();
        onDrop(stray);
      },
      heard,
    );
    return () => heard.abort();
  }, []);
  return isAimedAt;
}

function strayIn(event: DragEvent): DataTransfer | undefined {
  const { dataTransfer, target, defaultPrevented } = event;
  if (defaultPrevented || !dataTransfer || !carriesFiles(dataTransfer)) return undefined;
  const isTaken = target instanceof Element && target.closest(taken) !== null;
  return isTaken ? undefined : dataTransfer;
}

/** Where no conversation is shown: who drops files is told so. */
export function useDropNowhere(): void {
  const { t } = useTranslation();
  const { frame } = useAppStores();
  useStrayFiles(() => frame.tell(t('files.dropNowhere')));
}
