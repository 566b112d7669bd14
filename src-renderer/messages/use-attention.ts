import { useEffect } from 'react';
import { useFrame } from '../window/app-context.tsx';

/** Tells whether the person looks at the conversation of this window, at once and at every change. */
export function useAttention(tell: (attending: boolean) => void): void {
  // In a narrow window the list or the details may lie over it.
  const isOnTop = useFrame(({ page }) => page === undefined || page === 'conversation');
  useEffect(() => {
    const check = () =>
      tell(isOnTop && document.hasFocus() && document.visibilityState === 'visible');
    check();
    const heard = new AbortController();
    window.addEventListener('focus', check, heard);
    window.addEventListener('blur', check, heard);
    document.addEventListener('visibilitychange', check, heard);
    return () => {
      heard.abort();
      tell(false);
    };
  }, [tell, isOnTop]);
}
