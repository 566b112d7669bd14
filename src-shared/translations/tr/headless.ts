import type { CatalogueOf } from '../catalogue.ts';
import type { headless as model } from '../en/headless.ts';

export const headless: CatalogueOf<typeof model> = {
  roomOf: '{{name}} odası',
  room: 'Oda',
  hosting: '“{{room}}” odası {{port}} numaralı portta açık.',
  kept: 'Oda şurada saklanıyor: {{folder}}',
  invite: 'Davet bağlantısı, 7 gün ve sınırsız kişi için geçerli:\n  {{invite}}',
  key: 'Anahtarı: {{words}} ({{key}}). İlk kez katılan, dört sözcüğü karşılaştırır.',
  handOn: 'Bu adreslerden birini iletin:',
  loopback: 'yalnız bu bilgisayar',
  local: 'aynı ağ',
  public: 'internet',
  acrossNetworks:
    'Başka ağlardakiler için yönlendiricide {{port}} numaralı portu bu bilgisayara yönlendirin ve onun genel adresini iletin.',
  ctrlC: 'Ctrl+C odayı kapatır.',
  closing: 'Oda kapanıyor.',
  closed: 'Oda kapandı; içinde söylenen her şey diskte.',
  otherName:
    'Bu klasörde “{{subject}}” odası var. Onu bu adla başlatın, adı yazmayın ya da başka bir klasör seçin.',
};
