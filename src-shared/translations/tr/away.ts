import type { CatalogueOf } from '../catalogue.ts';
import type { away as model } from '../en/away.ts';

export const away: CatalogueOf<typeof model> = {
  title: 'Sen yokken',
  open: 'Ben yokken kaçırdıklarım',
  dismiss: 'Kaldır',
  mentions_one: 'Senden {{count}} kez söz edildi',
  mentions_other: 'Senden {{count}} kez söz edildi',
  questions_one: 'Sana {{count}} soru',
  questions_other: 'Sana {{count}} soru',
  announcements_one: '{{count}} duyuru',
  announcements_other: '{{count}} duyuru',
  mostAnswered_one: 'En çok yanıtlanan: {{count}} yanıt',
  mostAnswered_other: 'En çok yanıtlanan: {{count}} yanıt',
  emptyTitle: 'Kaçırdığın bir şey yok',
  emptyText:
    'Yarım saat ya da daha uzun süre sonra döndüğünde, okumadığın söz edilmeler, sana sorulanlar ve duyurular burada durur.',
};
