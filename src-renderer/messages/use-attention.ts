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
    window.addEventListener('focus', check);
    window.addEventListener('blur', check);
    document.addEventListener('visibilitychange', check);
    return () => {
      window.removeEventListener('focus', check);
      window.removeEventListener('blur', check);
      document.removeEventListener('visibilitychange', check);
      tell(false);
    };
  }, [tell, isOnTop]);
}
