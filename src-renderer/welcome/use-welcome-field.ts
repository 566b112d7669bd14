import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { focusField } from '../ui/focus-field.ts';
import { refusalText } from '../ui/refusal-text.ts';
import type { WelcomeField, WelcomeStore } from './welcome-store.ts';

/** What a field has of the form: it says what is wrong with it and takes the focus then, and waits while one is let in. */
export function useWelcomeField(store: WelcomeStore, field: WelcomeField, of?: 'host' | 'join') {
  const { t } = useTranslation();
  const { problem, busy } = useStore(store);
  const ref = useRef<HTMLInputElement>(null);
  const own = problem?.field === field && (of ?? problem.of) === problem.of ? problem : undefined;
  useEffect(() => {
    if (own) focusField(ref.current);
  }, [own]);
  const error = own && refusalText(t, own.refusal);
  return { ref, error, readOnly: busy !== 'none' };
}
