import type { CatalogueOf } from '../catalogue.ts';
import type { backup as model } from '../en/backup.ts';

export const backup: CatalogueOf<typeof model> = {
  title: 'Yedek',
  text: 'Odanın tümü tek dosyada: söylenenler, dosyalar, üyeler ve odanın anahtarı. Bu dosya kimdeyse hepsini okuyabilir ve odayı açabilir; bu yüzden yalnızca senin eriştiğin bir yerde sakla.',
  now: 'Şimdi yedekle',
  stop: 'Durdur',
  folder: 'Yedek klasörü',
  openFolder: 'Klasörü aç',
  every: 'Kendiliğinden',
  every_off: 'Kapalı',
  every_daily: 'Her gün',
  every_weekly: 'Her hafta',
  everyText:
    'Oda açıkken. Oda, kendiliğinden aldıklarından son 7 günün, 4 haftanın ve 12 ayın birer yedeğini tutar; senin aldıklarını hiç silmez.',
  step_copying: 'Oda kopyalanıyor…',
  step_packing: 'Yedek yazılıyor…',
  step_checking: 'Yedek deneniyor…',
  step_restoring: 'Oda geri yükleniyor…',
  step_taking: 'Dosya okunuyor…',
  made: 'Yedek denendi: {{messages}}, {{files}}, {{size}}.',
  madeAt: '{{time}}, {{path}} içinde',
  messages_one: '{{count}} ileti',
  messages_other: '{{count}} ileti',
  files_one: '{{count}} dosya',
  files_other: '{{count}} dosya',
  failed: '{{time}} için yedek yok.',
  restore: 'Bir odayı yedekten geri yükle…',
};
