import type { CatalogueOf } from '../catalogue.ts';
import type { mentions as model } from '../en/mentions.ts';

export const mentions: CatalogueOf<typeof model> = {
  everyone: 'herkes',
  allHere: 'Burayı okuyan herkes',
  means_mention: 'Senden söz ediyor:',
  means_keyword: 'Sözcüklerinden biri:',
};
