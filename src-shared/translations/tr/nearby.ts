import type { CatalogueOf } from '../catalogue.ts';
import type { nearby as model } from '../en/nearby.ts';

export const nearby: CatalogueOf<typeof model> = {
  title: 'Yakındakiler',
  looking: 'Aynı ağdaki odalar burada görünür.',
  people_one: '{{count}} kişi',
  people_other: '{{count}} kişi',
  gone: 'Yanıt vermiyor',
  invited: 'Yeni gelenlere davet gerek',
  alike: 'Adı buna benzeyen başka bir oda var. Bunun anahtarı: {{words}}',
  hidden_one: '{{count}} oda daha var, göstermek için çok fazla. Onun yerine adresini iste.',
  hidden_other: '{{count}} oda daha var, göstermek için çok fazla. Onun yerine adresini iste.',
  'problem_no-network':
    'Bu bilgisayar hiçbir ağda değil, yakındaki odalar görünmüyor. Wi-Fi’ye ya da kabloyla ağa bağla.',
  'problem_port-taken':
    'Yakındaki odalar görünmüyor: 5353 UDP portunu başka bir program kendine ayırmış. Onun yerine adresi yaz.',
  'problem_not-allowed':
    'Yakındaki odalar görünmüyor: bu bilgisayar, Oda’nın onları aramasına izin vermiyor. Onun yerine adresi yaz.',
};
