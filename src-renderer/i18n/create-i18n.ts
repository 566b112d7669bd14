import { createInstance, type i18n as I18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from '../../src-shared/translations/en/en.ts';
import { tr } from '../../src-shared/translations/tr/tr.ts';
import { turkishGenitive } from '../../src-shared/text/turkish-genitive.ts';
import type { Language } from '../../src-shared/translations/catalogue.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof en };
    // A missing text fails a test; the types need not know of it.
    returnNull: false;
  }
}

export function createI18n(language: Language): I18n {
  const i18n = createInstance();
  i18n.use(initReactI18next);
  void i18n.init({
    lng: language,
    fallbackLng: 'en',
    initAsync: false,
    resources: { en: { translation: en }, tr: { translation: tr } },
    // React escapes what it shows; names such as "Ali & Veli" must not be escaped twice.
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  i18n.services.formatter?.add('genitive', (name: unknown) => turkishGenitive(String(name)));
  return i18n;
}
