import { useEffect } from 'react';

/** Tells whether the person looks at this window, at once and at every change. */
export function useAttention(tell: (attending: boolean) => void): void {
  useEffect(() => {
    const check = () => tell(document.hasFocus() && document.visibilityState === 'visible');
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
  }, [tell]);
}
