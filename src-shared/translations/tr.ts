import type { CatalogueOf } from './catalogue.ts';
import type { en } from './en.ts';
import { refusals } from './tr/refusals.ts';

/** Every Turkish text, by the keys of English. */
export const tr: CatalogueOf<typeof en> = {
  ui: {
    close: 'Kapat',
    cancel: 'Vazgeç',
    copied: 'Kopyalandı',
    copyFailed: 'Kopyalanamadı',
    showPassword: 'Parolayı göster',
    hidePassword: 'Parolayı gizle',
  },
  time: {
    today: 'Bugün',
    yesterday: 'Dün',
    since: '{{time}} saatinden beri',
    seconds_one: '{{count}} saniye',
    seconds_other: '{{count}} saniye',
    minutes_one: '{{count}} dakika',
    minutes_other: '{{count}} dakika',
  },
  refusal: refusals,
};
