import type { CatalogueOf } from '../catalogue.ts';
import type { later as model } from '../en/later.ts';

export const later: CatalogueOf<typeof model> = {
  menu: 'Sonra gönder',
  schedule: 'Sonra gönder…',
  nothingWritten: 'Önce bir şey yaz',
  waiting: 'Bekleyen iletiler',
  title: 'Sonra gönder',
  changeTitle: 'Bekleyen bir iletiyi değiştir',
  text: 'İleti',
  day: 'Gün',
  clock: 'Saat',
  hint: 'Sen burada olsan da olmasan da oda o zaman gönderir.',
  send: 'O zaman gönder',
  change: 'Değiştir',
  none: 'Gönderilmeyi bekleyen bir şey yok.',
  looking: 'Odaya soruluyor…',
  to: '{{name}}, {{time}}',
  failed: 'Gönderilmedi: {{reason}}',
  cancel: 'İletiden vazgeç',
  waits_change: 'Oda dönünce ona ulaşır. Zamanı daha önce gelirse oda elindekini gönderir.',
  waits_cancel: 'Oda dönünce vazgeçilir. Zamanı daha önce gelirse gönderilir.',
};
