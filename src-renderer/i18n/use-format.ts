import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { createFormat } from './format.ts';
import type { Format } from './format.ts';
import { resolveLanguage } from './resolve-language.ts';

/** Formatters of the language that is shown now. */
export function useFormat(): Format {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  return useMemo(
    () =>
      createFormat({
        t,
        language: resolveLanguage('system', [language]),
        systemTags: navigator.languages,
      }),
    [t, language],
  );
}
