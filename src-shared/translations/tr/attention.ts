import type { CatalogueOf } from '../catalogue.ts';
import type { attention as model } from '../en/attention.ts';

export const attention: CatalogueOf<typeof model> = {
  title: 'Bildirimler',
  level_all: 'Bütün iletiler',
  level_mentions: 'Yalnız benden söz edenler',
  level_nothing: 'Hiçbiri',
  mute_hour: '1 saat sessize al',
  mute_hours: '8 saat sessize al',
  mute_morning: '{{time}} kadar sessize al',
  mute_ever: 'Ben açana kadar sessize al',
  unmute: 'Sesini aç',
  muted: 'Sessizde',
  mutedUntil: '{{time}} kadar sessizde',
  nothingTold: 'Burada sana hiçbir şey bildirilmiyor',
  act_hour: '{{name}}: 1 saat sessize al',
  act_hours: '{{name}}: 8 saat sessize al',
  act_morning: '{{name}}: {{time}} kadar sessize al',
  act_ever: '{{name}}: ben açana kadar sessize al',
  actUnmute: '{{name}}: sesini aç',
  quiet: 'Sessiz saatler',
  quietHint: 'Bu saatlerde bir şey gösterilmez, ses çıkmaz. Gelenler yine sayılır.',
  quietNow:
    'Saat {{from}} ile {{to}} arasında bir şey gösterilmez, ses çıkmaz. Gelenler yine sayılır.',
  quietAllDay: 'Bütün gün bir şey gösterilmez, ses çıkmaz. Gelenler yine sayılır.',
  quietFrom: 'Başlangıç',
  quietTo: 'Bitiş',
  quietDays: 'Hangi günler başlar',
  quietNever: 'Başlayacağı bir gün seç.',
  keywords: 'Sözcüklerim',
  keywordsHint:
    'İçinde bunlardan biri geçen iletiler, senden söz ediliyormuş gibi bildirilir. En çok {{count}} sözcük; aralarına boşluk ya da virgül koy.',
  keywordsTooMany: 'En çok {{count}} sözcük.',
  keywordsTooLong: 'Bir sözcük en çok {{count}} harf olabilir.',
};
