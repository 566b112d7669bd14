import type { CatalogueOf } from '../catalogue.ts';
import type * as model from '../en/groups.ts';

/** Group conversations. */
export const groups: CatalogueOf<typeof model.groups> = {
  unnamed: 'Grup',
  begin: 'Yeni grup',
  new: 'Yeni grup konuşması',
  newAsk: 'Yeni grup konuşması…',
  newText: 'İçindeki herkes aynı konuşmada okur ve yazar.',
  make: 'Grubu kur',
  firstMessage: 'Yeni gruba ilk ileti',
  addTo: 'Gruba ekle',
  addPeople: 'Kişi ekle',
  addTitle: 'Kişi ekle: {{group}}',
  addText: 'Bundan sonra yazılanları okuyabilirler.',
  add: 'Ekle',
  rename: 'Adını değiştir',
  renameTitle: 'Adını değiştir: {{group}}',
  remove: 'Gruptan çıkar',
  leave: 'Ayrıl',
  leaveAsk: 'Gruptan ayrıl…',
  leaveTitle: '{{group}} grubundan ayrılıyor musun?',
  leaveText:
    'Şimdiye kadar yazılanlar sende kalır, yenileri gelmez. Grubun sahibi seni yeniden ekleyebilir.',
  leaveOwnerText:
    'Şimdiye kadar yazılanlar sende kalır, yenileri gelmez. En uzun süredir grupta olan kişi yeni sahibi olur.',
  leftNote: 'Artık bu grupta değilsin. O zamana kadar yazılanlar burada duruyor.',
  leftShort: 'Artık bu grupta değilsin',
  details: 'Grubun ayrıntıları',
  members: 'Grubun üyeleri',
  memberCount_one: '{{count}} üye',
  memberCount_other: '{{count}} üye',
  owner: 'Sahibi',
  beginText: 'Buraya yazılanlar bu grubun üyelerine gider, başka kimseye değil.',
  madeRow: '{{name}} grubu kurdu',
  madeNamedRow: '{{name}}, {{group}} grubunu kurdu',
  madeWithRow: '{{name}}, grubu {{names}} ile kurdu',
  madeNamedWithRow: '{{name}}, {{group}} grubunu {{names}} ile kurdu',
  addedRow: '{{by}} ekledi: {{names}}',
  removedRow: '{{by}} çıkardı: {{names}}',
  renamedRow: '{{by}} gruba ad verdi: {{name}}',
};
