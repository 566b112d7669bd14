import { useTranslation } from 'react-i18next';
import { copyText } from '../ui/copy-button.tsx';
import { useAppStores } from './app-context.tsx';

/** Puts a text on the clipboard and says whether that was possible. */
export function useCopy(): (text: string, done?: string) => void {
  const { t } = useTranslation();
  const { frame } = useAppStores();
  return (text, done = t('ui.copied')) => {
    void copyText(text).then((isDone) => {
      frame.tell(isDone ? done : t('ui.copyFailed'));
    });
  };
}
