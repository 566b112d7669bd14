import { createInstance, type i18n as I18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from '../../src-shared/translations/en/en.ts';
import { tr } from '../../src-shared/translations/tr/tr.ts';
import { isolatedIn, withoutIsolates } from '../../src-shared/text/isolate.ts';
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

declare global {
  interface Window {
    /** Set before the page begins, by nothing that ships. */
    readonly odaStandIn?: StandIn;
  }
}

/** Texts that a test puts in the place of all languages, to see what longer ones and those of other scripts break. */
export type StandIn = { texts: typeof en; direction: 'ltr' | 'rtl' };

export function createI18n(language: Language, standIn?: StandIn): I18n {
  const i18n = createInstance();
  if (standIn) i18n.dir = () => standIn.direction;
  const direction = directionOf(i18n);
  i18n.use(initReactI18next);
  void i18n.init({
    lng: language,
    fallbackLng: 'en',
    initAsync: false,
    resources: {
      en: { translation: standIn?.texts ?? en },
      tr: { translation: standIn?.texts ?? tr },
    },
    // React escapes what it shows. What a value needs in a sentence is that it turns nothing around beside it.
    interpolation: {
      escapeValue: true,
      escape: (value) => isolatedIn(direction(), value),
    },
    react: { useSuspense: false },
  });
  i18n.services.formatter?.add('genitive', (value: unknown) => {
    const name = withoutIsolates(String(value)).trim();
    return turkishGenitive(name).replace(name, () => isolatedIn(direction(), String(value).trim()));
  });
  return i18n;
}

/** Of the language of now; looked up once for each, and not for every value in every sentence. */
function directionOf(i18n: I18n): () => 'ltr' | 'rtl' {
  let language: string | undefined;
  let direction: 'ltr' | 'rtl' = 'ltr';
  return () => {
    if (i18n.language !== language) {
      language = i18n.language;
      direction = i18n.dir();
    }
    return direction;
  };
}
